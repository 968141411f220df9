"use client";

import { Button } from "@mantine/core";
import { IconFileCheck } from "@tabler/icons-react";
import { isBeingMade, type PackRow } from "@/lib/domain/evidence-pack/pack-row";
import classes from "./evidence.module.css";
import { PackTable } from "./pack-table";
import { useExport } from "./use-export";

interface EvidenceSectionProps {
  subject: "offboarding_case" | "campaign";
  subjectId: string;
  sentence: string;
  packs: readonly PackRow[];
}

/** The signed packs of one thing, on its own page, and a button for another. */
export function EvidenceSection({ subject, subjectId, sentence, packs }: EvidenceSectionProps) {
  const { ask, busy } = useExport();
  return (
    <section className={classes.section} aria-labelledby="evidence-packs">
      <div className={classes.head}>
        <div>
          <h2 id="evidence-packs">Evidence packs</h2>
          <p>{sentence}</p>
        </div>
        <Button
          variant="default"
          leftSection={<IconFileCheck size={16} aria-hidden="true" />}
          loading={busy}
          disabled={packs.some(isBeingMade)}
          onClick={() => void ask({ subject, subjectId })}
        >
          Export evidence
        </Button>
      </div>
      {packs.length > 0 ? <PackTable items={packs} ofOne /> : null}
    </section>
  );
}
