"use client";

import { Button, Group } from "@mantine/core";
import { useState } from "react";
import { LiveForm } from "@/components/form/live-form";
import { Notice } from "@/components/states/notice";
import type { PolicyDocument, PolicyLine } from "@/lib/domain/policy/policy";
import type { Limits } from "@/lib/domain/risk/thresholds";
import { LimitFields } from "./limit-fields";
import { LineFields } from "./line-fields";
import classes from "./policies.module.css";
import { usePreview } from "./use-preview";
import { WhatIf } from "./what-if";

interface PolicyEditorProps {
  document: PolicyDocument;
  basedOn: number;
  mayChange: boolean;
}

const emptyLine: PolicyLine = {
  when: { classes: [], tiers: [], environments: [], privileges: [] },
  set: {},
};

/** The lines of the policy; what they would change is shown before they can be in force. */
export function PolicyEditor({ document, basedOn, mayChange }: PolicyEditorProps) {
  const [base, setBase] = useState<Partial<Limits>>(document.base);
  const [lines, setLines] = useState(() => document.lines.map((line, id) => ({ id, line })));
  const { state, ask, cancel } = usePreview();
  const change = (id: number, line: PolicyLine) => {
    cancel();
    setLines((all) => all.map((one) => (one.id === id ? { id, line } : one)));
  };
  return (
    <LiveForm onSubmit={() => ask({ base: base as Limits, lines: lines.map((one) => one.line) })}>
      <fieldset className={classes.line}>
        <legend>Always, unless a line below says otherwise</legend>
        <LimitFields
          values={base}
          required
          readOnly={!mayChange}
          onChange={(next) => {
            cancel();
            setBase(next);
          }}
        />
      </fieldset>
      {lines.map(({ id, line }, index) => (
        <LineFields
          key={id}
          number={index + 1}
          line={line}
          readOnly={!mayChange}
          onChange={(next) => change(id, next)}
          onRemove={() => {
            cancel();
            setLines((all) => all.filter((one) => one.id !== id));
          }}
        />
      ))}
      {mayChange ? (
        <Group>
          <Button
            variant="default"
            onClick={() => {
              cancel();
              setLines((all) => [...all, { id: Date.now(), line: emptyLine }]);
            }}
          >
            Add a line
          </Button>
          <Button type="submit" loading={state.at === "running"}>
            Show what would change
          </Button>
          {state.at === "running" ? (
            <Button variant="default" onClick={cancel}>
              Cancel
            </Button>
          ) : null}
        </Group>
      ) : null}
      {state.at === "failed" ? (
        <Notice kind="error" title="Not computed">
          {state.message}
        </Notice>
      ) : null}
      {state.at === "done" ? (
        <WhatIf preview={state.preview} document={state.document} basedOn={basedOn} />
      ) : null}
    </LiveForm>
  );
}
