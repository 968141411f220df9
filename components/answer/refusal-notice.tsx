import { Notice } from "@/components/states/notice";
import type { Refusal } from "@/lib/domain/answer";
import { isFromMuster } from "./answered";

interface RefusalNoticeProps {
  refusal: Refusal | null;
  /** What a refusal means here. */
  title?: string;
}

/** Why nothing came of a form. Whether it was done is not known where no answer came. */
export function RefusalNotice({ refusal, title = "Nothing was changed" }: RefusalNoticeProps) {
  if (refusal === null) return null;
  const isKnown = isFromMuster({ ok: false, error: refusal });
  return (
    <Notice kind="error" title={isKnown ? title : "No answer came"}>
      {refusal.message}
    </Notice>
  );
}
