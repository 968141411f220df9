"use client";

import { Button } from "@mantine/core";
import { type Ref, useMemo } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { rowHeights } from "@/components/data-table/density";
import { Notice } from "@/components/states/notice";
import type { IdentityRow } from "@/lib/domain/inventory/identity-row";
import { sortKeys } from "@/lib/domain/inventory/list-order";
import { condensedRow, identityColumns } from "./columns";
import type { May } from "./bulk-target";
import classes from "./inventory.module.css";
import { NothingListed } from "./nothing-listed";
import { SelectionBar } from "./selection-bar";
import type { useActiveRow } from "./use-active-row";
import type { ReadFacets } from "./use-facets";
import type { useIdentityPages } from "./use-identity-pages";
import type { useInventoryUrl, useSelection } from "./use-inventory";

interface IdentityListProps {
  url: ReturnType<typeof useInventoryUrl>;
  pages: ReturnType<typeof useIdentityPages>;
  /** The filter text has a word that is none, so there is nothing to read again. */
  unreadable: boolean;
  counts: ReadFacets;
  selection: ReturnType<typeof useSelection>;
  may: May;
  small: boolean;
  active: ReturnType<typeof useActiveRow>;
  bar: Ref<HTMLElement>;
  onDone: (sentence: string) => void;
}

const condensedHeight = 62;
const keyOf = (row: IdentityRow): string => row.id;
const nameOf = (row: IdentityRow): string => row.name;

/** The rows with their states: ready, loading, empty, failed, and a selection under way. */
export function IdentityList(props: IdentityListProps) {
  const { url, pages, unreadable, counts, selection, may, small, active, bar, onDone } = props;
  const { openRow } = active;
  const columns = useMemo(() => identityColumns(openRow), [openRow]);
  const condensed = useMemo(() => (small ? condensedRow(openRow) : null), [small, openRow]);
  const order = useMemo(
    () => url.order.filter((id) => columns.some((column) => column.id === id)),
    [url.order, columns],
  );
  const canSelect = may.assign || may.label;
  const isSelecting = canSelect && (selection.ids.size > 0 || selection.matching !== null);
  const empty = unreadable || (pages.rows.length === 0 && pages.state === "ready");
  // Counts of another filter tell nothing of this one: then all that match are counted first.
  const matching = counts.stale ? { total: pages.rows.length, complete: false } : counts.facets;
  const target =
    selection.matching !== null
      ? { matching: url.q, expected: selection.matching }
      : { ids: [...selection.ids] };
  return (
    <div className={classes.list} aria-busy={pages.state === "loading"}>
      {pages.error && !unreadable ? (
        <div className={classes.notice} style={{ paddingTop: 12 }}>
          <Notice
            kind="error"
            title="The list could not be read"
            action={
              <Button size="compact-sm" variant="default" onClick={pages.reload}>
                Try again
              </Button>
            }
          >
            {pages.error}
          </Notice>
        </div>
      ) : null}
      {pages.complete ? null : (
        <div className={classes.notice} style={{ paddingTop: 12 }}>
          <Notice kind="info" title="Sorted among the first matches only">
            So much matches this text that sorting all of it would take too long. Add a word or a
            filter; the export holds everything in order.
          </Notice>
        </div>
      )}
      {empty ? (
        <div className={classes.nothing}>
          <NothingListed
            filtered={url.q !== ""}
            unreadable={unreadable}
            may={may}
            onClear={() => url.open("")}
          />
        </div>
      ) : (
        <DataTable
          label="Identities"
          rows={pages.rows}
          columns={columns}
          order={order}
          widths={url.widths}
          onWidth={url.setWidth}
          keyOf={keyOf}
          nameOf={nameOf}
          rowHeight={small ? condensedHeight : rowHeights[url.rows]}
          condensed={condensed}
          sorting={{ key: url.sort, direction: url.dir }}
          onSort={({ key, direction }) =>
            void url.setUrl({ sort: sortKeys.find((one) => one === key) ?? null, dir: direction })
          }
          listKey={pages.listKey}
          activeKey={active.key}
          focusTurn={active.turn}
          onActive={active.setKey}
          onMove={active.step}
          openKey={url.panel}
          selected={selection.ids}
          allSelected={selection.matching !== null}
          onNearEnd={pages.loadMore}
          total={matching.complete ? matching.total : null}
          {...(canSelect ? { onSelect: selection.toggle, onSelectAll: selection.toggleAll } : {})}
          footer={
            <>
              {pages.state === "loading-more" ? (
                <div className={classes.more}>Loading more rows</div>
              ) : null}
              {isSelecting ? <div className={classes.underBar} /> : null}
            </>
          }
        />
      )}
      {isSelecting ? (
        <SelectionBar
          key={url.q}
          ref={bar}
          q={url.q}
          target={target}
          matching={matching}
          cut={selection.cut}
          mayAssign={may.assign}
          mayLabel={may.label}
          onAll={selection.all}
          onClear={selection.clear}
          onDone={onDone}
        />
      ) : null}
    </div>
  );
}
