import { Anchor } from "@mantine/core";
import { LocalLink as Link } from "@/components/shell/local-link";
import { thingWords } from "@/components/nhi/words";
import type { CaseShape } from "./case-shape";

/** What it is, where it lives, who asked and why. */
export function CaseSubject({ detail }: { detail: CaseShape }) {
  const { identityId, holder } = detail;
  return (
    <>
      {thingWords(detail.kind)}
      {holder ? " of " : ""}
      {holder && identityId ? (
        <Anchor component={Link} href={`/identities/${identityId}`} inherit>
          {holder}
        </Anchor>
      ) : (
        holder
      )}
      {" in "}
      {detail.source.name}
      {!holder && identityId ? (
        <>
          {" · "}
          <Anchor component={Link} href={`/identities/${identityId}`} inherit>
            Open the identity
          </Anchor>
        </>
      ) : null}
      {` · asked by ${detail.requestedBy}: ${detail.reason}`}
    </>
  );
}
