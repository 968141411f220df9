"use client";

import { Button } from "@mantine/core";
import { IconLayoutColumns } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { Popup } from "../popup/popup";
import type { ColumnChoiceProps } from "./column-choice";

const ColumnChoice = dynamic(() => import("./column-choice").then((module) => module.ColumnChoice));

/** Which columns there are, in which order and how tall the rows. */
export function ColumnMenu(props: ColumnChoiceProps) {
  return (
    <Popup
      label="Columns and density"
      kind="panel"
      align="end"
      width={290}
      renderTrigger={(trigger) => (
        <Button
          variant="default"
          size="compact-md"
          leftSection={<IconLayoutColumns size={16} aria-hidden />}
          {...trigger}
        >
          Columns
        </Button>
      )}
    >
      {() => <ColumnChoice {...props} />}
    </Popup>
  );
}
