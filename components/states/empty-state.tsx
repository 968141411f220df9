import { Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./states.module.css";

interface EmptyStateProps {
  icon?: ReactNode;
  title: string;
  sentence: ReactNode;
  action?: ReactNode;
}

/** Nothing here yet: one sentence that teaches, one action. */
export function EmptyState({ icon, title, sentence, action }: EmptyStateProps) {
  return (
    <div className={classes.empty}>
      {icon ? (
        <div className={classes.icon} aria-hidden="true">
          {icon}
        </div>
      ) : null}
      <Title order={2} size="h3">
        {title}
      </Title>
      <Text c="dimmed" size="sm" maw={440} ta="center" component="div">
        {sentence}
      </Text>
      {action ? <div className={classes.action}>{action}</div> : null}
    </div>
  );
}
