"use client";

import { Kbd, Modal, Stack, Switch, Table } from "@mantine/core";

const keys: readonly [key: string, does: string][] = [
  ["J / K", "Next and previous row"],
  ["↓ / ↑", "The same, with the focus in the list"],
  ["← / →", "Along the row, or along the column heads above the first row"],
  ["Enter", "Open the row beside the list and go there"],
  ["X", "Select the row"],
  ["A", "Go to what can be done with the selection"],
  ["F", "Add a filter"],
  ["/", "Go to the filter text"],
  ["Esc", "Back to the list: close the panel or clear the selection"],
  ["?", "Show these keys"],
];

interface KeysModalProps {
  on: boolean;
  onToggle: (on: boolean) => void;
  onClose: () => void;
}

/** The list's keys, and the switch that turns single-key shortcuts off (WCAG 2.1.4). */
export function KeysModal({ on, onToggle, onClose }: KeysModalProps) {
  return (
    <Modal opened onClose={onClose} title="Keys" closeButtonProps={{ "aria-label": "Close" }}>
      <Stack>
        <Table verticalSpacing={6}>
          <Table.Tbody>
            {keys.map(([key, does]) => (
              <Table.Tr key={key}>
                <Table.Td w={90}>
                  <Kbd>{key}</Kbd>
                </Table.Td>
                <Table.Td>{does}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
        <Switch
          checked={on}
          onChange={(event) => onToggle(event.currentTarget.checked)}
          label="Single-key shortcuts"
          description="Kept for this browser. Esc, Enter and the arrow keys always work."
        />
      </Stack>
    </Modal>
  );
}
