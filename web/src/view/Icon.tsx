const SHAPES = {
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
  plus: 'M12 5v14M5 12h14',
  people: 'M9 11a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM2.5 20c.6-3.6 3.2-5.5 6.5-5.500s5.9 1.9 6.5 5.500M16 4.500a3.5 3.5 0 0 1 0 6.500M17.5 14.800c2.2.6 3.6 2.4 4 5.2',
  link: 'M10 14a4 4 0 0 0 5.7 0l3.6-3.600a4 4 0 0 0-5.7-5.700l-1.4 1.400M14 10a4 4 0 0 0-5.7 0l-3.6 3.600a4 4 0 0 0 5.7 5.700l1.4-1.4',
  leave: 'M14 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h8M10 12h11M17 8l4 4-4 4',
  send: 'M4 12l16-8-5.5 16-3-6.500zM11.5 13.500L20 4',
  down: 'M12 5v14M6 13l6 6 6-6',
  keyboard: 'M4 6h16a2 2 0 0 1 2 2v8a2 2 0 0 1-2 2H4a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2zM6 10h.01M10 10h.01M14 10h.01M18 10h.01M8 14h8',
  out: 'M10 4H6a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h4M9 12h12M17 8l4 4-4 4',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3 2',
  warning: 'M12 4l9.5 16h-19zM12 10v4M12 17h.01',
} as const;

/** A drawing that says nothing which is not said in words beside it. */
export function Icon({ of }: { of: keyof typeof SHAPES }) {
  return (
    <svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={SHAPES[of]} />
    </svg>
  );
}

/** The sign of Ceres: a small world on its orbit. */
export function Sign() {
  return (
    <svg class="sign" viewBox="0 0 48 48" aria-hidden="true" focusable="false">
      <ellipse class="sign-orbit" cx="24" cy="24" rx="22" ry="9" transform="rotate(-28 24 24)" />
      <circle class="sign-world" cx="24" cy="24" r="10" />
      <circle class="sign-crater" cx="21" cy="21" r="2.4" />
      <circle class="sign-crater" cx="27.5" cy="26.5" r="1.7" />
      <circle class="sign-moon" cx="42" cy="12.5" r="2.6" />
    </svg>
  );
}
