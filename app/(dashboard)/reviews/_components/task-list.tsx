import { IconChecklist } from "@tabler/icons-react";
import { LocalLink as Link } from "@/components/shell/local-link";
import { EmptyState } from "@/components/states/empty-state";
import { TimeAgo } from "@/components/time/time-ago";
import { counted } from "@/lib/domain/counted";
import { FinishTask } from "./finish-task";
import classes from "./reviews.module.css";

interface Entitlement {
  entitlement: string;
  target: string;
  level: string;
}
interface Task {
  id: string;
  title: string;
  instructions: string[];
  suggestion: { because: string; keep: Entitlement[]; takeAway: Entitlement[] } | null;
  identityId: string | null;
  assignee: string | null;
  note: string | null;
  createdAt: string;
}

const shown = 10;

function Suggestion({ of }: { of: NonNullable<Task["suggestion"]> }) {
  if (of.takeAway.length + of.keep.length === 0)
    return <p className={classes.quiet}>No suggestion: none of its grants is known.</p>;
  return (
    <details>
      <summary>{`Suggested: take ${counted(of.takeAway.length, "grant")} away, keep ${of.keep.length}`}</summary>
      <p className={classes.quiet}>{of.because}</p>
      <ul>
        {of.takeAway.slice(0, shown).map((one) => (
          <li key={`${one.entitlement} ${one.target}`}>
            {one.entitlement} on {one.target} ({one.level})
          </li>
        ))}
      </ul>
    </details>
  );
}

/** Work that decisions left for a person, with how to do it. */
export function TaskList({ list, mayFinish }: { list: { items: Task[] }; mayFinish: boolean }) {
  if (list.items.length === 0) {
    return (
      <EmptyState
        icon={<IconChecklist size={22} />}
        title="No task is open"
        sentence="When somebody answers Rotate or Reduce scope, the work appears here."
      />
    );
  }
  return list.items.map((task) => (
    <article key={task.id} className={classes.task}>
      <h2>{task.title}</h2>
      <div className={classes.quiet}>
        {task.assignee ?? "Nobody yet"} · opened <TimeAgo at={task.createdAt} />
        {task.note ? ` · ${task.note}` : ""}
        {task.identityId ? (
          <>
            {" · "}
            <Link href={`/identities/${task.identityId}`}>Open the identity</Link>
          </>
        ) : null}
      </div>
      <ol>
        {task.instructions.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ol>
      {task.suggestion ? <Suggestion of={task.suggestion} /> : null}
      {mayFinish ? <FinishTask taskId={task.id} title={task.title} /> : null}
    </article>
  ));
}
