"use client";

import { Select, Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import type { Role } from "@/lib/domain/people/permissions";
import { changeRoleAction } from "../actions";
import type { PersonItem } from "./person-menu";
import { roleChoices, roleName, roleOption, roleSentence } from "./role-option";
import { useGuarded } from "./use-guarded";

/** What follows for the person, or for oneself. */
function consequence({ name, role }: PersonItem, next: Role, own: boolean): string {
  const change = `${own ? "Your role" : `The role of ${name}`} becomes ${roleName(next)} instead of ${roleName(role)}: ${roleSentence(next)}.`;
  return own
    ? `${change} It counts from your next request on. You can then change people no more, and only another administrator can give the role back.`
    : `${change} It counts from their next request on, also where they are signed in now.`;
}

/** The role of a person; another one is asked about before it is given. */
export function RoleChoice({ item, own }: { item: PersonItem; own: boolean }) {
  const { run } = useGuarded();
  const personId = item.id;
  const ask = (chosen: string | null) => {
    if (!chosen || chosen === item.role) return;
    const role = chosen as Role;
    modals.openConfirmModal({
      title: own
        ? `Change your own role to ${roleName(role)}`
        : `Change the role of ${item.name} to ${roleName(role)}`,
      children: <Text size="sm">{consequence(item, role, own)}</Text>,
      labels: { confirm: "Change role", cancel: "Cancel" },
      confirmProps: own || role === "admin" ? { color: "red.8" } : {},
      onConfirm: () =>
        void run(
          "role",
          () => changeRoleAction({ personId, role }),
          `${item.name} is now ${roleName(role).toLowerCase()}`,
        ),
    });
  };
  return (
    <Select
      aria-label={`Role of ${item.name}`}
      size="xs"
      w={124}
      data={roleChoices}
      renderOption={roleOption}
      value={item.role}
      allowDeselect={false}
      comboboxProps={{ shadow: "md", width: 280, position: "bottom-start" }}
      onChange={ask}
    />
  );
}
