import { Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./page.module.css";

interface PageHeaderProps {
  title: ReactNode;
  sentence?: ReactNode;
  actions?: ReactNode;
}

/** One title, at most one sentence, the page's main action at the right. */
export function PageHeader({ title, sentence, actions }: PageHeaderProps) {
  return (
    <div className={classes.header}>
      <div className={classes.words}>
        <Title order={1}>{title}</Title>
        {sentence ? (
          <Text c="dimmed" size="sm" mt={2} component="div">
            {sentence}
          </Text>
        ) : null}
      </div>
      {actions ? <Group gap="sm">{actions}</Group> : null}
    </div>
  );
}

/** The width and margins of a page's content. */
export function PageBody({ children, narrow }: { children: ReactNode; narrow?: boolean }) {
  return <div className={narrow ? classes.narrow : classes.body}>{children}</div>;
}
