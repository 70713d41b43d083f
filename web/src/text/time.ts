/** Times as people read them: hours as the system writes them, days in the language of the page. */

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const EXACT = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const WEEKDAY = new Intl.DateTimeFormat('en-GB', { weekday: 'long' });
const DATE = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric' });

export const clock = (iso: string): string => CLOCK.format(new Date(iso));

/** The day of a time here, as a text that is equal for times of one day. */
export function dayOf(iso: string): string {
  const date = new Date(iso);
  return `${date.getFullYear()}-${date.getMonth()}-${date.getDate()}`;
}

function fullDay(date: Date): string {
  return `${WEEKDAY.format(date)}, ${DATE.format(date)}`;
}

export const absolute = (iso: string): string => `${fullDay(new Date(iso))}, ${EXACT.format(new Date(iso))}`;

/** "Today", "Yesterday", or the day by name and date. */
export function dayName(iso: string, now: Date): string {
  const day = dayOf(iso);
  const yesterday = new Date(now);
  yesterday.setDate(now.getDate() - 1);
  if (day === dayOf(now.toISOString())) {
    return 'Today';
  }
  return day === dayOf(yesterday.toISOString()) ? 'Yesterday' : fullDay(new Date(iso));
}
