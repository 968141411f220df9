"use client";

import { useMediaQuery } from "@mantine/hooks";
import dynamic from "next/dynamic";
import { useMemo, useRef, useState } from "react";
import { useRowKeys } from "@/components/data-table/use-row-keys";
import { aiSection } from "@/components/shell/navigation";
import { type Coverage, CoverageNotice } from "@/components/states/coverage-notice";
import type { IdentityFacets, IdentityPage } from "@/lib/domain/inventory/identity-row";
import type { SavedView } from "@/lib/domain/inventory/saved-view";
import type { May } from "./bulk-target";
import { FilterChips } from "./filter-chips";
import { IdentityList } from "./identity-list";
import { InventoryBar } from "./inventory-bar";
import classes from "./inventory.module.css";
import { ListCount } from "./list-count";
import { useActiveRow } from "./use-active-row";
import { useFacets } from "./use-facets";
import { useFilter } from "./use-filter";
import { useIdentityPages } from "./use-identity-pages";
import { useDone, useInventoryUrl, useKeysOn, useSelection } from "./use-inventory";
import { usePanelEntry } from "./use-panel-entry";
import { ViewTabs } from "./view-tabs";

const FacetDrawer = dynamic(() => import("./facet-drawer").then((module) => module.FacetDrawer));
const IdentityPanel = dynamic(() =>
  import("./identity-panel").then((module) => module.IdentityPanel),
);
const KeysModal = dynamic(() => import("./keys-modal").then((module) => module.KeysModal));

export interface InventoryProps {
  first: { page: IdentityPage; facets: IdentityFacets; error: string | null };
  views: SavedView[];
  coverage: Coverage;
  may: May;
}

/** The inventory: one list, its filter, its views, and the panel beside it. */
export function Inventory({ first, views: firstViews, coverage, may }: InventoryProps) {
  const url = useInventoryUrl();
  const read = useFilter(url.q);
  const [turn, setTurn] = useState(0);
  const pages = useIdentityPages(url, first.page, first.error);
  const counts = useFacets(url.q, first, turn);
  const selection = useSelection(pages.rows, url.q);
  const [views, setViews] = useState(firstViews);
  const [drawer, setDrawer] = useState(false);
  const [asked, setAsked] = useState(0);
  const [help, setHelp] = useState(false);
  const [done, setDone] = useDone(url.state);
  const [keysOn, setKeysOn] = useKeysOn();
  const small = useMediaQuery("(max-width: 700px)") ?? false;
  const narrower = useMediaQuery("(max-width: 900px)") ?? false;
  const narrow = useMediaQuery("(max-width: 1100px)") ?? false;
  const input = useRef<HTMLInputElement>(null);
  const bar = useRef<HTMLElement>(null);

  const panel = usePanelEntry(url);
  const isSelecting = selection.ids.size > 0 || selection.matching !== null;
  const active = useActiveRow(pages, panel, isSelecting);
  const isUnderPanel = narrow && panel.openId !== null;
  const isUnderFacets = narrower && drawer && !isUnderPanel;
  useRowKeys(keysOn, {
    next: () => active.step(1),
    previous: () => active.step(-1),
    select: () =>
      active.key && (may.assign || may.label) ? selection.toggle(active.key, false) : undefined,
    actions: () => bar.current?.querySelector("button")?.focus(),
    close: () => {
      if (bar.current?.contains(document.activeElement)) active.focus();
      else if (panel.openId) panel.close();
      else if (drawer) setDrawer(false);
      else selection.clear();
    },
    addFilter: () => setAsked((before) => before + 1),
    search: () => input.current?.focus(),
    help: () => setHelp(true),
  });
  const changed = (sentence: string) => {
    setDone(sentence);
    selection.clear();
    pages.reload();
    setTurn((before) => before + 1);
  };
  const filter = useMemo(() => read.filter ?? {}, [read.filter]);
  return (
    <div className={classes.frame}>
      {drawer && !isUnderPanel ? (
        <FacetDrawer
          counts={counts}
          filter={filter}
          onFilter={url.setFilter}
          covers={isUnderFacets}
          onClose={() => setDrawer(false)}
        />
      ) : null}
      <div className={classes.main} inert={isUnderPanel || isUnderFacets}>
        <div className={classes.top}>
          <h1 style={{ margin: 0 }}>{url.q === aiSection.q ? aiSection.label : "Identities"}</h1>
          <ListCount
            counts={counts}
            done={done}
            filtered={url.q !== ""}
            unreadable={read.error !== null}
            ownOnly={may.ownOnly}
          />
        </div>
        <ViewTabs
          views={views}
          state={url.state}
          onViews={setViews}
          onOpen={url.open}
          mayShare={may.share}
        />
        <InventoryBar
          url={url}
          counts={counts}
          filter={filter}
          error={read.error}
          input={input}
          asked={asked}
          drawer={drawer}
          onDrawer={() => setDrawer(!drawer)}
          onHelp={() => setHelp(true)}
          mayExport={may.export}
          mayReview={may.review}
        />
        <FilterChips filter={filter} onFilter={url.setFilter} />
        <div className={classes.notice}>
          <CoverageNotice coverage={coverage} mayOpen={may.sources} />
        </div>
        <IdentityList
          url={url}
          pages={pages}
          unreadable={read.error !== null}
          counts={counts}
          selection={selection}
          may={may}
          small={small}
          active={active}
          bar={bar}
          onDone={changed}
        />
      </div>
      {panel.openId ? (
        <IdentityPanel
          id={panel.openId}
          name={pages.rows.find((row) => row.id === panel.openId)?.name}
          may={may}
          covers={isUnderPanel}
          focusTurn={active.panelTurn}
          onClose={panel.close}
          onChanged={changed}
        />
      ) : null}
      {help ? <KeysModal on={keysOn} onToggle={setKeysOn} onClose={() => setHelp(false)} /> : null}
    </div>
  );
}
