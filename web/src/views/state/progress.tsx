import { count } from '../../format';

interface ProgressProps {
  /** What is done, such as `Looking back`. */
  what: string;
  done: number;
  total: number;
}

/** How far a long answer has come. It ends when something else is asked, or looked at. */
export function Progress({ what, done, total }: ProgressProps) {
  return (
    <div class="rebuild">
      <progress aria-label={what} value={done} max={Math.max(1, total)} />
      <span class="numbers">
        {count(done)} of {count(total)}
      </span>
    </div>
  );
}
