"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { IdentityDetail } from "@/lib/domain/inventory/identity-detail";
import type { DetailMay } from "../../_components/bulk-target";
import { IdentityView } from "../../_components/detail/identity-view";
import classes from "../../_components/detail/detail.module.css";

/** The identity on a page of its own; a change reads the page again. */
export function IdentityPage({ detail, may }: { detail: IdentityDetail; may: DetailMay }) {
  const router = useRouter();
  const [done, setDone] = useState("");
  return (
    <div className={classes.page}>
      <output className={classes.small}>{done}</output>
      <IdentityView
        page
        detail={detail}
        may={may}
        onChanged={(sentence) => {
          setDone(sentence);
          router.refresh();
        }}
      />
    </div>
  );
}
