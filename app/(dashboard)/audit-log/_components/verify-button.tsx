"use client";

import { Button, Modal, Text } from "@mantine/core";
import { CopyButton } from "@/components/copy/copy-button";
import { IconShieldCheck } from "@tabler/icons-react";
import { useState } from "react";
import { Notice } from "@/components/states/notice";
import { answered } from "@/components/answer/answered";
import type { Answer } from "@/lib/domain/answer";
import type { ChainVerification } from "@/lib/use-cases/audit-log/verify-audit-chain";
import { verifyChain } from "../actions";

function Verdict({ answer }: { answer: Answer<ChainVerification> }) {
  if (!answer.ok) {
    return (
      <Notice kind="error" title="The check could not be made">
        {answer.error.message}
      </Notice>
    );
  }
  const { intact, sentence, head } = answer.result;
  return (
    <>
      <Notice kind={intact ? "good" : "error"} title={intact ? "Intact" : "Broken"}>
        {sentence}
      </Notice>
      {head ? (
        <>
          <Text size="xs" c="dimmed" my="sm" style={{ overflowWrap: "anywhere" }}>
            Note this head elsewhere to prove later that nothing was cut off: entry {head.seq}, seal{" "}
            {head.hash}
          </Text>
          <CopyButton
            value={`entry ${head.seq}, seal ${head.hash}`}
            size="xs"
            label="Copy the head"
          />
        </>
      ) : null}
    </>
  );
}

/** Recomputes every seal and says where the chain breaks, if it does. */
export function VerifyButton() {
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<Answer<ChainVerification> | null>(null);
  const verify = async () => {
    setBusy(true);
    setAnswer(await answered(verifyChain({})));
    setBusy(false);
  };
  return (
    <>
      <Button
        variant="default"
        leftSection={<IconShieldCheck size={16} />}
        loading={busy}
        onClick={() => void verify()}
      >
        Verify chain
      </Button>
      <Modal
        opened={answer !== null}
        onClose={() => setAnswer(null)}
        title="Check of the audit log"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        {answer ? <Verdict answer={answer} /> : null}
      </Modal>
    </>
  );
}
