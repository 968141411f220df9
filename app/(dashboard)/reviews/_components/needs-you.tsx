import { Button } from "@mantine/core";
import { LocalLink as Link } from "@/components/shell/local-link";
import { counted } from "@/lib/domain/counted";
import classes from "./reviews.module.css";

/** What an owner comes for: how many wait, and the way to the first. */
export function NeedsYou({ count }: { count: number }) {
  if (count === 0) return null;
  return (
    <section className={classes.needs} aria-label="Your reviews">
      <div>
        <strong>{`${counted(count, "credential")} ${count === 1 ? "needs" : "need"} you`}</strong>
        <div className={classes.quiet}>One at a time, with what is known of each.</div>
      </div>
      <Button component={Link} href="/reviews/mine">
        Begin
      </Button>
    </section>
  );
}
