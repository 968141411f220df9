import { Notice } from "@/components/states/notice";
import type { Refusal } from "@/lib/domain/answer";
import { isFromMuster } from "./answered";

/** Why nothing came of a form. Whether it was done is not known where no answer came. */
export function RefusalNotice({ refusal }: { refusal: Refusal | null }) {
  if (refusal === null) return null;
  const isKnown = isFromMuster({ ok: false, error: refusal });
  return (
    <Notice kind="error" title={isKnown ? "Nothing was changed" : "No answer came"}>
      {refusal.message}
    </Notice>
  );
}
