"use client";

import { Button } from "@mantine/core";
import { IconFilterPlus } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useEffect } from "react";
import { Popup } from "@/components/popup/popup";
import type { FilterChoiceProps } from "./filter-choice";

const FilterChoice = dynamic(() => import("./filter-choice").then((module) => module.FilterChoice));

interface AddFilterProps extends Omit<FilterChoiceProps, "onClose"> {
  /** Grows each time `F` is pressed. */
  asked: number;
}

const id = "add-filter";

/** One box over all conditions and values: type "prod" and take Environment: Production. */
export function AddFilter({ asked, ...choice }: AddFilterProps) {
  useEffect(() => {
    if (asked > 0) document.getElementById(id)?.click();
  }, [asked]);
  return (
    <Popup
      label="Add a filter"
      kind="panel"
      width={320}
      renderTrigger={(props) => (
        <Button
          id={id}
          variant="default"
          size="compact-md"
          leftSection={<IconFilterPlus size={16} aria-hidden />}
          {...props}
        >
          Filter
        </Button>
      )}
    >
      {(close) => <FilterChoice {...choice} onClose={close} />}
    </Popup>
  );
}
