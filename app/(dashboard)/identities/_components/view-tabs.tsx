"use client";

import { Button, Text } from "@mantine/core";
import { IconBookmarkPlus, IconStarFilled, IconUsers } from "@tabler/icons-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import type { SavedView } from "@/lib/domain/inventory/saved-view";
import { answered } from "@/components/answer/answered";
import { changeViewAction, deleteViewAction } from "../actions";
import classes from "./inventory.module.css";
import { type ViewChanges, ViewMenu } from "./view-menu";

const SaveViewModal = dynamic(() =>
  import("./save-view-modal").then((module) => module.SaveViewModal),
);
const RenameViewModal = dynamic(() =>
  import("./rename-view-modal").then((module) => module.RenameViewModal),
);
const DeleteViewModal = dynamic(() =>
  import("./delete-view-modal").then((module) => module.DeleteViewModal),
);

interface ViewTabsProps {
  views: SavedView[];
  /** The present state of the list, as a view would keep it. */
  state: string;
  onViews: (views: SavedView[]) => void;
  onOpen: (query: string) => void;
  mayShare: boolean;
}

/** The view that the list shows, or that was opened and has been changed since. */
function useOpened(views: readonly SavedView[], state: string) {
  const [openedId, setOpenedId] = useState<string | null>(null);
  const opened = views.find(({ id }) => id === openedId);
  const current = opened?.query === state ? opened : views.find(({ query }) => query === state);
  if (current && current.id !== openedId) setOpenedId(current.id);
  return { shown: current ?? opened, isChanged: !current, open: setOpenedId };
}

function Tab({ view, isShown, onOpen }: { view: SavedView; isShown: boolean; onOpen: () => void }) {
  return (
    <button
      type="button"
      className={classes.tab}
      aria-current={isShown ? "page" : undefined}
      onClick={onOpen}
    >
      {view.isDefault ? <IconStarFilled size={12} aria-label="Default view" /> : null}
      {view.shared ? (
        <IconUsers size={13} aria-label={view.mine ? "Shared" : `Shared by ${view.by}`} />
      ) : null}
      {view.name}
    </button>
  );
}

/** Saved states of this page as tabs: all, one's own, and those that others share. */
export function ViewTabs({ views, state, onViews, onOpen, mayShare }: ViewTabsProps) {
  const [dialog, setDialog] = useState<"save" | "rename" | "delete" | null>(null);
  const [error, setError] = useState<string | null>(null);
  const { shown, isChanged, open } = useOpened(views, state);
  const close = () => setDialog(null);
  const change = async (view: SavedView, changes: ViewChanges): Promise<string | null> => {
    const answer = await answered(changeViewAction({ id: view.id, ...changes }));
    if (!answer.ok) return answer.error.message;
    onViews(
      views.map((one) => {
        if (one.id === view.id) return answer.result;
        return changes.isDefault ? { ...one, isDefault: false } : one;
      }),
    );
    return null;
  };
  const remove = async (view: SavedView): Promise<string | null> => {
    const answer = await answered(deleteViewAction({ id: view.id }));
    if (!answer.ok) return answer.error.message;
    onViews(views.filter((one) => one.id !== view.id));
    return null;
  };
  const show = (view: SavedView | null) => {
    open(view?.id ?? null);
    setError(null);
    onOpen(view?.query ?? "");
  };
  const mine = shown?.mine ? shown : null;
  const changedTo = isChanged && state !== "" ? state : null;
  return (
    <nav className={classes.tabs} aria-label="Saved views">
      <button
        type="button"
        className={classes.tab}
        aria-current={state === "" ? "page" : undefined}
        onClick={() => show(null)}
      >
        All
      </button>
      {views.map((view) => (
        <span key={view.id} style={{ display: "inline-flex", alignItems: "center" }}>
          <Tab view={view} isShown={view === shown && !isChanged} onOpen={() => show(view)} />
          {view === mine ? (
            <ViewMenu
              view={view}
              changedTo={changedTo}
              mayShare={mayShare}
              onChange={(changes) => void change(view, changes).then(setError)}
              onRename={() => setDialog("rename")}
              onDelete={() => setDialog("delete")}
            />
          ) : null}
        </span>
      ))}
      {changedTo !== null && mine ? (
        <Button
          variant="light"
          size="compact-sm"
          aria-label={`Save changes to ${mine.name}`}
          onClick={() => void change(mine, { query: changedTo }).then(setError)}
        >
          Save changes
        </Button>
      ) : null}
      {changedTo === null ? null : (
        <Button
          variant="subtle"
          size="compact-sm"
          leftSection={<IconBookmarkPlus size={15} aria-hidden />}
          onClick={() => setDialog("save")}
        >
          {mine ? "Save as new view" : "Save view"}
        </Button>
      )}
      {error ? (
        <Text size="sm" c="red" role="alert">
          {error}
        </Text>
      ) : null}
      {dialog === "rename" && mine ? (
        <RenameViewModal view={mine} onClose={close} onName={(name) => change(mine, { name })} />
      ) : null}
      {dialog === "delete" && mine ? (
        <DeleteViewModal view={mine} onClose={close} onDelete={() => remove(mine)} />
      ) : null}
      {dialog === "save" ? (
        <SaveViewModal
          state={state}
          mayShare={mayShare}
          onClose={close}
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
