import classes from "./findings.module.css";

interface FrameworkTagsProps {
  frameworks: readonly { id: string; title: string; framework: string }[];
  most?: number;
}

/** Ids of the controls a rule gives evidence for; what each says shows on hover. */
export function FrameworkTags({ frameworks, most = frameworks.length }: FrameworkTagsProps) {
  const rest = frameworks.slice(most);
  return (
    <span className={classes.tags}>
      {frameworks.slice(0, most).map(({ id, title, framework }) => (
        <span key={id} className={classes.tag} title={`${framework}: ${title}`}>
          {id}
        </span>
      ))}
      {rest.length > 0 ? (
        <span className={classes.tag} title={rest.map((one) => one.id).join(", ")}>
          +{rest.length}
        </span>
      ) : null}
    </span>
  );
}
