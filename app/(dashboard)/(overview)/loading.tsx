import { Skeleton } from "@mantine/core";
import { PageBody } from "@/components/shell/page-header";
import classes from "./_components/overview.module.css";

const five = ["a", "b", "c", "d", "e"];

/** The overview's own shape, so that nothing moves when the figures arrive. */
export default function Loading() {
  return (
    <PageBody>
      <div aria-busy="true">
        <Skeleton height={28} width={140} mb={6} />
        <Skeleton height={18} width="60%" mb={20} />
        <ul className={classes.figures}>
          {five.map((key) => (
            <li key={key} className={classes.figure}>
              <Skeleton height={16} width={80} mb={4} />
              <Skeleton height={28} width={90} mb={4} />
              <Skeleton height={14} width={110} />
            </li>
          ))}
        </ul>
        <Skeleton height={42} mb={24} radius={8} />
        <div className={classes.lead}>
          <Skeleton height={358} radius={8} />
          <Skeleton height={358} radius={8} />
        </div>
        <div className={classes.grid}>
          <Skeleton height={330} radius={8} />
          <Skeleton height={330} radius={8} />
        </div>
      </div>
    </PageBody>
  );
}
