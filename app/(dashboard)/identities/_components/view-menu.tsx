"use client";

import { ActionIcon } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { MenuItem } from "@/components/popup/menu-item";
import { Popup } from "@/components/popup/popup";
import type { SavedView } from "@/lib/domain/inventory/saved-view";

export type ViewChanges = Partial<Pick<SavedView, "name" | "isDefault" | "shared" | "query">>;

interface ViewMenuProps {
  view: SavedView;
  /** The list shows something else by now; null where it does not. */
  changedTo: string | null;
  mayShare: boolean;
  onChange: (changes: ViewChanges) => void;
  onRename: () => void;
  onDelete: () => void;
}

/** What can be done with a view of one's own. */
export function ViewMenu(props: ViewMenuProps) {
  const { view, changedTo, onChange } = props;
  return (
    <Popup
      label={`View ${view.name}`}
      kind="menu"
      width={200}
      renderTrigger={(trigger) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label={`Change view ${view.name}`}
          {...trigger}
        >
          <IconChevronDown size={14} aria-hidden />
        </ActionIcon>
      )}
    >
      {(close) => {
        const item = (words: string, work: () => void, danger = false) => (
          <MenuItem
            danger={danger}
            onSelect={() => {
              close();
              work();
            }}
          >
            {words}
          </MenuItem>
        );
        return (
          <>
            {changedTo === null ? null : item("Save changes", () => onChange({ query: changedTo }))}
            {item("Rename", props.onRename)}
            {item(view.isDefault ? "No longer open first" : "Open first", () =>
              onChange({ isDefault: !view.isDefault }),
            )}
            {props.mayShare
              ? item(view.shared ? "Stop sharing" : "Share with everybody", () =>
                  onChange({ shared: !view.shared }),
                )
              : null}
            {item("Delete view", props.onDelete, true)}
          </>
        );
      }}
    </Popup>
  );
}
