"use client";

import { useEffect, useState } from "react";
import classes from "./nhi.module.css";

interface Hint {
  text: string;
  left: number;
  top: number;
  above: boolean;
}

const isClipped = (element: Element): boolean =>
  [element, ...element.querySelectorAll("*")].some(
    ({ scrollWidth, clientWidth }) => clientWidth > 0 && scrollWidth > clientWidth,
  );

/** What it says always, or its whole text where some of that is cut off. */
function textOf(element: Element): string | null {
  const always = element.getAttribute("data-hint");
  if (always || !isClipped(element)) return always;
  return element.getAttribute("data-hint-if-clipped") || element.textContent;
}

function hintAt(target: EventTarget | null): Hint | null {
  const element =
    target instanceof Element ? target.closest("[data-hint], [data-hint-if-clipped]") : null;
  const text = element && textOf(element);
  if (!element || !text) return null;
  const box = element.getBoundingClientRect();
  const above = box.bottom + 90 > window.innerHeight;
  return {
    text,
    left: Math.max(8, Math.min(box.left, window.innerWidth - 336)),
    top: above ? box.top - 6 : box.bottom + 6,
    above,
  };
}

/**
 * One tooltip for everything that carries `data-hint`: thousands of cells need no component each.
 * What carries `data-hint-if-clipped` shows its whole text, and only where that does not fit.
 * It stays while the pointer is on it and goes with Escape (WCAG 1.4.13).
 */
export function HintLayer() {
  const [hint, setHint] = useState<Hint | null>(null);
  useEffect(() => {
    const show = (event: Event) => {
      if (event.target instanceof Element && event.target.closest("[data-hint-layer]")) return;
      setHint(hintAt(event.target));
    };
    const showFocused = (event: Event) => {
      // A click puts the focus there too, and the pointer has shown the hint before it.
      if (event.target instanceof Element && event.target.matches(":focus-visible")) show(event);
    };
    const hide = () => setHint(null);
    const escape = (event: KeyboardEvent) => (event.key === "Escape" ? hide() : undefined);
    document.addEventListener("pointerover", show);
    document.addEventListener("focusin", showFocused);
    document.addEventListener("focusout", hide);
    document.addEventListener("keydown", escape);
    document.addEventListener("scroll", hide, true);
    return () => {
      document.removeEventListener("pointerover", show);
      document.removeEventListener("focusin", showFocused);
      document.removeEventListener("focusout", hide);
      document.removeEventListener("keydown", escape);
      document.removeEventListener("scroll", hide, true);
    };
  }, []);
  if (!hint) return null;
  const { left, top, above, text } = hint;
  return (
    <div
      className={classes.hint}
      data-hint-layer=""
      role="tooltip"
      style={{ left, top, ...(above ? { transform: "translateY(-100%)" } : {}) }}
    >
      {text}
    </div>
  );
}
