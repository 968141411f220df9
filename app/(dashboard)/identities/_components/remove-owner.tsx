"use client";

import { Text } from "@mantine/core";
import { useEffect, useState } from "react";
import { FormFooter } from "@/components/form/form-footer";
import { counted } from "@/lib/domain/counted";
import type { IdentityCount } from "@/lib/domain/inventory/identity-row";
import { parseQuery } from "@/lib/domain/inventory/query-text";
import { readApi } from "./api";
import { countOf, type Target } from "./bulk-target";

/** The filter for those with a confirmed owner; null where it speaks of owners itself, or of rows. */
function confirmedOf(target: Target): string | null {
  if ("ids" in target) return null;
  const { owner, ownerState } = parseQuery(target.matching);
  return owner || ownerState ? null : `${target.matching} owner:confirmed`.trim();
}

/** How many of them a person has confirmed, as soon as that is counted. */
function useConfirmed(target: Target): number | null {
  const [count, setCount] = useState<number | null>(null);
  const q = confirmedOf(target);
  useEffect(() => {
    if (q === null) return undefined;
    const abort = new AbortController();
    readApi<IdentityCount>(`/api/v1/identities/count?${new URLSearchParams({ q })}`, abort.signal)
      .then(({ total, complete }) => setCount(complete ? total : null))
      // The question can be answered without.
      .catch(() => undefined);
    return () => abort.abort();
  }, [q]);
  return count;
}

interface RemoveOwnerProps {
  target: Target;
  busy: boolean;
  error: string | null;
  onConfirm: () => void;
  onBack: () => void;
}

/** Asks before owners go: how many, and what follows. */
export function RemoveOwner({ target, busy, error, onConfirm, onBack }: RemoveOwnerProps) {
  const count = countOf(target);
  const confirmed = useConfirmed(target);
  const all = counted(count, "identity", "identities");
  return (
    <>
      <Text size="sm">
        {all} will have no owner.
        {confirmed === null
          ? " An owner whom a person confirmed goes too."
          : ` ${confirmed.toLocaleString("en-GB")} of them ${confirmed === 1 ? "has" : "have"} a confirmed owner now.`}{" "}
        Each timeline keeps who it was, but nothing sets the owners back together.
      </Text>
      {error ? (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      ) : null}
      <FormFooter
        label={count === 1 ? "Remove the owner" : `Remove the owner of ${all}`}
        look="danger"
        isPending={busy}
        onConfirm={onConfirm}
        cancelLabel="Go back"
        onCancel={onBack}
      />
    </>
  );
}
