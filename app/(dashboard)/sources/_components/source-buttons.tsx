"use client";

import { Button, Group } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import Link from "next/link";
import { dropSample, exploreSample } from "../actions";
import { useCommand } from "./use-command";

interface SourceButtonsProps {
  canAdd: boolean;
  canSample: boolean;
  hasSample: boolean;
}

/** Connect a source; load or remove the sample organisation, one click each. */
export function SourceButtons({ canAdd, canSample, hasSample }: SourceButtonsProps) {
  const load = useCommand(exploreSample, "The sample organisation is being loaded");
  const drop = useCommand(dropSample, "The sample organisation is gone");
  return (
    <Group gap="sm">
      {canSample && hasSample ? (
        <Button variant="default" loading={drop.busy} onClick={() => void drop.run({})}>
          Remove the sample
        </Button>
      ) : null}
      {canSample && !hasSample ? (
        <Button variant="default" loading={load.busy} onClick={() => void load.run({})}>
          Explore a sample organisation
        </Button>
      ) : null}
      {canAdd ? (
        <Button component={Link} href="/sources/new" leftSection={<IconPlus size={16} />}>
          Connect a source
        </Button>
      ) : null}
    </Group>
  );
}
