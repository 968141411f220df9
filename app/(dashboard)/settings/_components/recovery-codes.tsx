"use client";

import { Button, Group, Stack, Text } from "@mantine/core";
import { CopyButton } from "@/components/copy/copy-button";
import { modals } from "@mantine/modals";
import { IconLifebuoy } from "@tabler/icons-react";
import { useState } from "react";
import { Notice } from "@/components/states/notice";
import { createRecoveryCodesAction } from "../actions";
import { ShownOnceDialog } from "./shown-once";
import { Row, Tag } from "./section";
import classes from "./settings.module.css";
import { useGuarded } from "./use-guarded";

function sentenceOf(left: number, needed: boolean): string {
  if (!needed) return "Ten codes for the day a device is lost. Add a second factor first.";
  if (left === 0) return "You have none. Without them a lost device locks you out.";
  return `${left} of 10 left. New codes replace them.`;
}

const askedOf = (left: number): string =>
  `The ${left === 1 ? "code" : `${left} codes`} that you have left ${left === 1 ? "stops" : "stop"} working at once, also on paper. Ten new ones are shown once.`;

/** Ten codes that stand in for a lost second factor, once each. */
export function RecoveryCodes({ left, needed }: { left: number; needed: boolean }) {
  const { run, busy } = useGuarded();
  const [codes, setCodes] = useState<string[] | null>(null);
  const create = async () => {
    const made = await run("create", () => createRecoveryCodesAction({}));
    if (made) setCodes(made.codes);
  };
  const ask = () => {
    if (left === 0) return void create();
    modals.openConfirmModal({
      title: "Create new recovery codes",
      children: <Text size="sm">{askedOf(left)}</Text>,
      labels: { confirm: "Replace the codes", cancel: "Keep the old ones" },
      confirmProps: { color: "red.8" },
      onConfirm: () => void create(),
    });
  };
  return (
    <>
      {codes ? <CodesDialog codes={codes} onClose={() => setCodes(null)} /> : null}
      <Row
        icon={<IconLifebuoy size={18} stroke={1.6} />}
        name={
          <>
            Recovery codes
            {needed && left < 3 ? (
              <Tag color="orange">{left === 0 ? "None" : "Few left"}</Tag>
            ) : null}
          </>
        }
        end={
          needed ? (
            <Button variant="default" loading={busy === "create"} onClick={ask}>
              {left === 0 ? "Create codes" : "Create new codes"}
            </Button>
          ) : null
        }
      >
        {sentenceOf(left, needed)}
      </Row>
    </>
  );
}

function CodesDialog({ codes, onClose }: { codes: string[]; onClose: () => void }) {
  const text = codes.join("\n");
  return (
    <ShownOnceDialog title="Your recovery codes" onClose={onClose}>
      <Stack>
        <Notice kind="good" title="Keep these now">
          Print them or put them into your password manager. Muster keeps only hashes and cannot
          show them again. Each works once.
        </Notice>
        <ul className={classes.codes} aria-label="Recovery codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
        <Group justify="flex-end">
          <CopyButton value={text} label="Copy all" />
          <Button
            variant="default"
            component="a"
            download="muster-recovery-codes.txt"
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(`${text}\n`)}`}
          >
            Download
          </Button>
          <Button onClick={onClose}>I have kept them</Button>
        </Group>
      </Stack>
    </ShownOnceDialog>
  );
}
