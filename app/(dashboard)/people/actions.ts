"use server";

import { toServerAction } from "@/app/_http/server-action";
import { importPeople, previewImport } from "@/lib/use-cases/directory/import-people";
import { decideLeaver, offboardLeaverItems } from "@/lib/use-cases/leavers/decide-leaver";
import { changeTeam, deleteTeam, saveTeam } from "@/lib/use-cases/teams/change-teams";

const here = { revalidate: ["/people"] };

export const previewImportAction = toServerAction(previewImport);
export const importPeopleAction = toServerAction(importPeople, here);
export const decideLeaverAction = toServerAction(decideLeaver, here);
export const offboardLeaverAction = toServerAction(offboardLeaverItems, here);
export const saveTeamAction = toServerAction(saveTeam, here);
export const changeTeamAction = toServerAction(changeTeam, here);
export const deleteTeamAction = toServerAction(deleteTeam, here);
