"use client";

import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  type ToggleEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from "react";
import classes from "./popup.module.css";

/** What the button that opens a popup must carry. */
export interface TriggerProps {
  ref: RefObject<HTMLButtonElement | null>;
  popoverTarget: string;
  "aria-expanded": boolean;
  "aria-haspopup": "menu" | "dialog";
}

interface PopupProps {
  /** What assistive technology calls the panel. */
  label: string;
  kind: "menu" | "panel";
  renderTrigger: (props: TriggerProps) => ReactNode;
  children: (close: () => void) => ReactNode;
  align?: "start" | "end";
  /** Pixels; narrower where the screen is. */
  width: number;
  onToggle?: (open: boolean) => void;
}

const margin = 8;

function place(panel: HTMLElement, button: HTMLElement, width: number, align: "start" | "end") {
  const box = button.getBoundingClientRect();
  const wide = Math.min(width, window.innerWidth - 2 * margin);
  const wanted = align === "end" ? box.right - wide : box.left;
  const left = Math.max(margin, Math.min(wanted, window.innerWidth - wide - margin));
  const room = window.innerHeight - box.bottom - 2 * margin;
  const above = room < 180 && box.top > room;
  Object.assign(panel.style, {
    width: `${wide}px`,
    left: `${left}px`,
    top: above ? "auto" : `${box.bottom + 4}px`,
    bottom: above ? `${window.innerHeight - box.top + 4}px` : "auto",
    maxHeight: `${Math.max(120, above ? box.top - 2 * margin : room)}px`,
  });
}

const focusable =
  '[data-autofocus], [role^="menuitem"], input:not([disabled]), button:not([disabled]), a[href]';

/** Arrow keys, Home and End walk a menu; Tab leaves it. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[role^="menuitem"]')];
  const at = items.findIndex((item) => item === document.activeElement);
  const to: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  if (event.key === "Tab") event.currentTarget.hidePopover();
  const next = to[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items[next]?.focus();
}

/**
 * A button and the panel it opens. The browser's own popover puts it above everything, closes it at
 * Escape or a click elsewhere and gives the focus back, so no positioning library is loaded for it.
 */
export function Popup(props: PopupProps) {
  const { label, kind, renderTrigger, children, align = "start", width, onToggle } = props;
  const [open, setOpen] = useState(false);
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const role = kind === "menu" ? "menu" : "dialog";
  const close = () => document.getElementById(id)?.hidePopover();
  const before = (event: ToggleEvent<HTMLDivElement>) => {
    const opens = event.newState === "open";
    if (opens && button.current) place(event.currentTarget, button.current, width, align);
    setOpen(opens);
    onToggle?.(opens);
  };
  useEffect(() => {
    if (!open) return;
    const panel = document.getElementById(id);
    panel?.querySelector<HTMLElement>(focusable)?.focus();
    const shut = () => panel?.hidePopover();
    window.addEventListener("resize", shut);
    return () => window.removeEventListener("resize", shut);
  }, [open, id]);
  return (
    <>
      {renderTrigger({
        ref: button,
        popoverTarget: id,
        "aria-expanded": open,
        "aria-haspopup": role,
      })}
      <div
        id={id}
        popover="auto"
        role={role}
        aria-label={label}
        className={classes.panel}
        onBeforeToggle={before}
        {...(kind === "menu" ? { tabIndex: -1, onKeyDown: walk } : {})}
      >
        {open ? children(close) : null}
      </div>
    </>
  );
}
