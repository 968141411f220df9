import classes from "./dated-text.module.css";

const instant = /(\d{4}-\d\d-\d\d(?: \d\d:\d\d UTC)?)/;

/** A sentence whose dates and times stay in one piece at the end of a line. */
export function DatedText({ text }: { text: string }) {
  return text.split(instant).map((part, at) =>
    at % 2 === 0 ? (
      part
    ) : (
      // The same date may stand in a sentence twice.
      // oxlint-disable-next-line react/no-array-index-key
      <span key={at} className={classes.whole}>
        {part}
      </span>
    ),
  );
}
