import { Badge, Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./settings.module.css";

interface SectionProps {
  title: string;
  sentence?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
}

/** A titled part of a settings page. */
export function Section({ title, sentence, action, children }: SectionProps) {
  return (
    <section>
      <Group justify="space-between" align="flex-end" gap="sm" mb="sm">
        <div>
          <Title order={2}>{title}</Title>
          {sentence ? (
            <Text size="sm" c="dimmed" component="div">
              {sentence}
            </Text>
          ) : null}
        </div>
        {action}
      </Group>
      {children}
    </section>
  );
}

/** Rows that belong together. */
export const Panel = ({ children }: { children: ReactNode }) => (
  <div className={classes.panel}>{children}</div>
);

interface RowProps {
  icon?: ReactNode;
  name: ReactNode;
  children?: ReactNode;
  end?: ReactNode;
}

/** One thing: what it is, a quiet line about it, and what can be done with it. */
export function Row({ icon, name, children, end }: RowProps) {
  return (
    <div className={classes.row}>
      {icon ? (
        <span className={classes.icon} aria-hidden="true">
          {icon}
        </span>
      ) : null}
      <div className={classes.words}>
        <div className={classes.name}>{name}</div>
        {children ? <div className={classes.quiet}>{children}</div> : null}
      </div>
      {end ? <div className={classes.end}>{end}</div> : null}
    </div>
  );
}

/** A word or two about a thing, beside its name. */
export const Tag = ({ color = "gray", children }: { color?: string; children: ReactNode }) => (
  <Badge variant="light" color={color} tt="none" fw={540} fz={12}>
    {children}
  </Badge>
);

/** What a setting is set to, at the end of its row. */
export const Value = ({ children }: { children: ReactNode }) => (
  <Text size="sm" fw={540} component="span" style={{ overflowWrap: "anywhere" }}>
    {children}
  </Text>
);
