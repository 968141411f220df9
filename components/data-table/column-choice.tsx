"use client";

import { ActionIcon, Button, Group, SegmentedControl, Stack, Text } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconMinus, IconPlus } from "@tabler/icons-react";
import type { Density } from "./density";
import { moved } from "./columns";
import classes from "./data-table.module.css";

export interface ColumnChoiceProps {
  columns: readonly { id: string; title: string }[];
  order: readonly string[];
  onOrder: (order: string[]) => void;
  onReset: () => void;
  density: Density;
  onDensity: (density: Density) => void;
  /** One step wider or narrower. */
  onStep: (id: string, by: 1 | -1) => void;
}

/** Choice and order of columns with buttons: dragging is not for everybody. */
export function ColumnChoice(props: ColumnChoiceProps) {
  const { columns, order, onOrder } = props;
  const hidden = columns.filter((column) => !order.includes(column.id));
  const titleOf = (id: string): string => columns.find((column) => column.id === id)?.title ?? id;
  const toggle = (id: string) =>
    onOrder(order.includes(id) ? order.filter((one) => one !== id) : [...order, id]);
  return (
    <Stack gap={8} p={6} className={classes.choice}>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label="Row height"
        value={props.density}
        onChange={(value) => props.onDensity(value)}
        data={[
          { value: "compact", label: "Compact" },
          { value: "comfortable", label: "Comfortable" },
        ]}
      />
      <div className={classes.pairs} aria-hidden="true">
        <span>Width</span>
        <span>Order</span>
      </div>
      {[...order, ...hidden.map((column) => column.id)].map((id) => (
        <Group key={id} gap={4} wrap="nowrap" justify="space-between">
          <label style={{ display: "flex", gap: 8, alignItems: "center", minHeight: 28 }}>
            <input
              type="checkbox"
              checked={order.includes(id)}
              disabled={id === order[0]}
              onChange={() => toggle(id)}
            />
            <Text size="sm">{titleOf(id)}</Text>
          </label>
          {order.includes(id) ? (
            <Group gap={2} wrap="nowrap">
              <ActionIcon
                variant="subtle"
                size={26}
                aria-label={`Make ${titleOf(id)} narrower`}
                onClick={() => props.onStep(id, -1)}
              >
                <IconMinus size={15} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                size={26}
                aria-label={`Make ${titleOf(id)} wider`}
                onClick={() => props.onStep(id, 1)}
              >
                <IconPlus size={15} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                size={26}
                aria-label={`Move ${titleOf(id)} left`}
                disabled={order.indexOf(id) < 2}
                onClick={() => onOrder(moved(order, id, -1))}
              >
                <IconArrowUp size={15} aria-hidden />
              </ActionIcon>
              <ActionIcon
                variant="subtle"
                size={26}
                aria-label={`Move ${titleOf(id)} right`}
                disabled={id === order[0] || order.indexOf(id) === order.length - 1}
                onClick={() => onOrder(moved(order, id, 1))}
              >
                <IconArrowDown size={15} aria-hidden />
              </ActionIcon>
            </Group>
          ) : null}
        </Group>
      ))}
      <Button variant="subtle" size="compact-sm" onClick={props.onReset}>
        Back to the usual columns
      </Button>
    </Stack>
  );
}
