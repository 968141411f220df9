"use client";

import { Anchor, Avatar, Select, Text } from "@mantine/core";
import Link from "next/link";
import { PlainTable } from "@/components/plain-table/plain-table";
import { TimeAgo } from "@/components/time/time-ago";
import type { Role } from "@/lib/domain/people/permissions";
import { changeRoleAction } from "../actions";
import { type PersonItem, PersonMenu } from "./person-menu";
import { roleChoices, roleName, roleOption } from "./role-option";
import { Tag } from "./section";
import classes from "./settings.module.css";
import { useGuarded } from "./use-guarded";

interface PeopleTableProps {
  items: PersonItem[];
  nextCursor: string | null;
  mayChange: boolean;
  ownId: string;
}

const columns = ["Person", "Role", "Second factor", "Last sign-in"];

export function PeopleTable({ items, nextCursor, mayChange, ownId }: PeopleTableProps) {
  return (
    <>
      <PlainTable label="People" columns={mayChange ? [...columns, "Actions"] : columns}>
        {items.map((item) => (
          <PersonRow key={item.id} item={item} mayChange={mayChange} own={item.id === ownId} />
        ))}
      </PlainTable>
      {nextCursor ? (
        <Anchor component={Link} href={`/settings/people?cursor=${nextCursor}`} size="sm">
          Next page
        </Anchor>
      ) : null}
    </>
  );
}

interface PersonRowProps {
  item: PersonItem;
  mayChange: boolean;
  own: boolean;
}

function PersonRow({ item, mayChange, own }: PersonRowProps) {
  const { run } = useGuarded();
  const personId = item.id;
  const changeRole = (role: string | null) => {
    if (!role || role === item.role) return;
    void run(
      "role",
      () => changeRoleAction({ personId, role: role as Role }),
      `${item.name} is now ${role}`,
    );
  };
  return (
    <tr>
      <td>
        <div className={classes.person}>
          <Avatar name={item.name} size={30} radius="xl" color="indigo" aria-hidden="true" />
          <div>
            <div className={classes.name}>
              {item.name}
              {own ? <Tag color="indigo">You</Tag> : null}
              {item.status === "disabled" ? <Tag>Disabled</Tag> : null}
              {item.singleSignOn ? <Tag>Single sign-on</Tag> : null}
            </div>
            <Text size="xs" c="dimmed">
              {item.email}
            </Text>
          </div>
        </div>
      </td>
      <td>
        {mayChange ? (
          <Select
            aria-label={`Role of ${item.name}`}
            size="xs"
            w={124}
            data={roleChoices}
            renderOption={roleOption}
            value={item.role}
            allowDeselect={false}
            comboboxProps={{ shadow: "md", width: 280, position: "bottom-start" }}
            onChange={changeRole}
          />
        ) : (
          roleName(item.role)
        )}
      </td>
      <td>{item.secondFactor ? "On" : "Off"}</td>
      <td>{item.lastSignInAt ? <TimeAgo at={item.lastSignInAt} /> : "Never"}</td>
      {mayChange ? <td>{own ? null : <PersonMenu item={item} />}</td> : null}
    </tr>
  );
}
