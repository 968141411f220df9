"use client";

import { ActionIcon, Button, Text } from "@mantine/core";
import { IconBookmarkPlus, IconChevronDown, IconStarFilled, IconUsers } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { MenuItem } from "@/components/popup/menu-item";
import { Popup } from "@/components/popup/popup";
import type { SavedView } from "@/lib/domain/inventory/saved-view";
import { changeViewAction, deleteViewAction } from "../actions";
import classes from "./inventory.module.css";

const SaveViewModal = dynamic(() =>
  import("./save-view-modal").then((module) => module.SaveViewModal),
);

interface ViewTabsProps {
  views: SavedView[];
  /** The present state of the list, as a view would keep it. */
  state: string;
  onViews: (views: SavedView[]) => void;
  onOpen: (query: string) => void;
  mayShare: boolean;
}

/** Saved states of this page as tabs: all, one's own, and those that others share. */
export function ViewTabs({ views, state, onViews, onOpen, mayShare }: ViewTabsProps) {
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const current = views.find((view) => view.query === state);
  const change = async (
    view: SavedView,
    changes: Partial<Pick<SavedView, "isDefault" | "shared" | "query">>,
  ) => {
    const answer = await changeViewAction({ id: view.id, ...changes });
    if (!answer.ok) return setError(answer.error.message);
    onViews(
      views.map((one) => {
        if (one.id === view.id) return answer.result;
        return changes.isDefault ? { ...one, isDefault: false } : one;
      }),
    );
  };
  const remove = async (view: SavedView) => {
    const answer = await deleteViewAction({ id: view.id });
    if (!answer.ok) return setError(answer.error.message);
    onViews(views.filter((one) => one.id !== view.id));
  };
  return (
    <nav className={classes.tabs} aria-label="Saved views">
      <button
        type="button"
        className={classes.tab}
        aria-current={state === "" ? "page" : undefined}
        onClick={() => onOpen("")}
      >
        All
      </button>
      {views.map((view) => (
        <span key={view.id} style={{ display: "inline-flex", alignItems: "center" }}>
          <button
            type="button"
            className={classes.tab}
            aria-current={view === current ? "page" : undefined}
            onClick={() => onOpen(view.query)}
          >
            {view.isDefault ? <IconStarFilled size={12} aria-label="Default view" /> : null}
            {view.shared ? (
              <IconUsers size={13} aria-label={view.mine ? "Shared" : `Shared by ${view.by}`} />
            ) : null}
            {view.name}
          </button>
          {view.mine && view === current ? (
            <Popup
              label={`View ${view.name}`}
              kind="menu"
              width={200}
              renderTrigger={(props) => (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  size={24}
                  aria-label={`Change view ${view.name}`}
                  {...props}
                >
                  <IconChevronDown size={14} aria-hidden />
                </ActionIcon>
              )}
            >
              {(close) => {
                const then = (work: Promise<void>) => {
                  close();
                  void work;
                };
                return (
                  <>
                    <MenuItem onSelect={() => then(change(view, { isDefault: !view.isDefault }))}>
                      {view.isDefault ? "No longer open first" : "Open first"}
                    </MenuItem>
                    {mayShare ? (
                      <MenuItem onSelect={() => then(change(view, { shared: !view.shared }))}>
                        {view.shared ? "Stop sharing" : "Share with everybody"}
                      </MenuItem>
                    ) : null}
                    <MenuItem danger onSelect={() => then(remove(view))}>
                      Delete view
                    </MenuItem>
                  </>
                );
              }}
            </Popup>
          ) : null}
        </span>
      ))}
      {state !== "" && !current ? (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconBookmarkPlus size={15} aria-hidden />}
          onClick={() => setSaving(true)}
        >
          Save view
        </Button>
      ) : null}
      {error ? (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      ) : null}
      {saving ? (
        <SaveViewModal
          state={state}
          mayShare={mayShare}
          onClose={() => setSaving(false)}
          onSaved={(view) =>
            onViews([
              ...views.map((one) => (view.isDefault ? { ...one, isDefault: false } : one)),
              view,
            ])
          }
        />
      ) : null}
    </nav>
  );
}
