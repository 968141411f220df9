import { Skeleton } from "@mantine/core";
import classes from "../_components/inventory.module.css";

/** The list's own shape, so that nothing jumps when the rows are there. */
export default function IdentitiesLoading() {
  return (
    <div className={classes.frame} aria-busy="true">
      <div className={classes.main}>
        <div className={classes.top}>
          <Skeleton height={24} width={120} />
        </div>
        <div className={classes.tabs}>
          <Skeleton height={20} width={220} my={6} mx={8} />
        </div>
        <div className={classes.bar}>
          <Skeleton height={34} />
        </div>
        <div className={classes.list}>
          {Array.from({ length: 18 }, (_, row) => (
            <Skeleton
              key={`row-${String(row)}`}
              height={20}
              mx={20}
              my={16}
              width="auto"
              radius={4}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
