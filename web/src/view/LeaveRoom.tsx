import { Dialog } from './Dialog';

/** Asks before messages are thrown away that were not sent yet. */
export function LeaveRoom({ roomId, unsent, onLeave, onClose }: { roomId: string; unsent: number; onLeave: () => void; onClose: () => void }) {
  return (
    <Dialog title={`Leave ${roomId}?`} onClose={onClose}>
      <p>{unsent === 1 ? 'A message of yours has not been sent yet.' : `${unsent} messages of yours have not been sent yet.`}</p>
      <div class="dialog-choices">
        <button type="button" class="small plain" onClick={onClose}>
          Stay
        </button>
        <button type="button" class="primary danger" onClick={onLeave}>
          Leave and discard
        </button>
      </div>
    </Dialog>
  );
}
