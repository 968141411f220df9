import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./states.module.css";

interface NoticeProps {
  kind: "info" | "warning" | "error" | "good";
  title: string;
  children?: ReactNode;
  action?: ReactNode;
}

const icons = {
  info: IconInfoCircle,
  warning: IconAlertTriangle,
  error: IconAlertTriangle,
  good: IconCircleCheck,
} as const;

/** Something the reader must know about what is shown: coverage, failure, what was kept. */
export function Notice({ kind, title, children, action }: NoticeProps) {
  const Icon = icons[kind];
  return (
    <div className={classes.notice} data-kind={kind} role={kind === "error" ? "alert" : "status"}>
      <Icon size={18} stroke={1.8} aria-hidden="true" />
      <div className={classes.noticeBody}>
        <strong>{title}</strong>
        {children ? <div>{children}</div> : null}
      </div>
      {action}
    </div>
  );
}
