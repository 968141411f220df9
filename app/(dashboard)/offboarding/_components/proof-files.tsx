"use client";

import { Anchor } from "@mantine/core";
import { useRouter } from "next/navigation";
import { FileDrop } from "@/app/(dashboard)/_components/file-drop";
import { PlainTable } from "@/components/plain-table/plain-table";
import cells from "@/components/plain-table/plain-table.module.css";
import { sizeText } from "@/components/size/size-text";
import { exactTime } from "@/components/time/time-text";
import type { CaseShape } from "./case-shape";
import classes from "./offboarding.module.css";

/** Files that show what was done by hand: attached while the case is a task, readable afterwards. */
export function ProofFiles({ detail, canAttach }: { detail: CaseShape; canAttach: boolean }) {
  const router = useRouter();
  const path = `/api/v1/offboarding/${detail.id}/proofs`;
  const takesMore = canAttach && ["manual", "reported"].includes(detail.state);
  if (!takesMore && detail.proofs.length === 0) return null;
  return (
    <section className={classes.section} aria-labelledby="proof">
      <h2 id="proof">Proof</h2>
      {detail.proofs.length > 0 ? (
        <PlainTable
          label="Files of proof"
          columns={["File", "Size", "Attached by", "Time", "SHA-256"]}
        >
          {detail.proofs.map((file) => (
            <tr key={file.id}>
              <td>
                <Anchor href={`${path}/${file.id}`} download inherit>
                  {file.name}
                </Anchor>
              </td>
              <td className={cells.nowrap}>{sizeText(file.bytes)}</td>
              <td>{file.attachedBy}</td>
              <td className={cells.nowrap}>{exactTime(file.at)}</td>
              <td className={classes.hash}>{file.sha256.slice(0, 16)}…</td>
            </tr>
          ))}
        </PlainTable>
      ) : null}
      {takesMore ? (
        <FileDrop
          title="Drop files that show it, or choose them"
          sentence="A picture of the provider's page (PNG, JPEG), a PDF or a text, up to 10 MB each. Kept encrypted with the case and part of its evidence pack; cover values that still work."
          accept=".png,.jpg,.jpeg,.pdf,.txt,.log,.csv,.json"
          pathOf={({ name }) => `${path}?${new URLSearchParams({ name }).toString()}`}
          onSent={async () => {
            router.refresh();
            return null;
          }}
        />
      ) : null}
    </section>
  );
}
