import type { ReactNode } from "react";
import { BrandMark } from "@/components/shell/brand-mark";
import classes from "./auth.module.css";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className={classes.page}>
      <div className={classes.column}>
        <div className={classes.brand}>
          <BrandMark size={28} />
          <span>Muster</span>
        </div>
        <div className={classes.card}>{children}</div>
      </div>
    </main>
  );
}
