"use client";

import { Avatar, Menu, Text, UnstyledButton } from "@mantine/core";
import { IconLogout, IconUserCog } from "@tabler/icons-react";
import Link from "next/link";
import type { ShellPerson } from "./shell-state";

interface PersonMenuProps {
  person: ShellPerson;
  signOut: () => Promise<void>;
}

export function PersonMenu({ person, signOut }: PersonMenuProps) {
  return (
    <Menu position="bottom-end" shadow="md" width={220}>
      <Menu.Target>
        <UnstyledButton aria-label={`Your account: ${person.name}`}>
          <Avatar
            name={person.name}
            size={28}
            radius="xl"
            color="indigo"
            variant="filled"
            aria-hidden="true"
          />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div style={{ padding: "6px 12px 8px" }}>
          <Text size="sm" fw={560} truncate>
            {person.name}
          </Text>
          <Text size="xs" c="dimmed">
            {person.role.charAt(0).toUpperCase() + person.role.slice(1)}
          </Text>
        </div>
        <Menu.Divider />
        <Menu.Item component={Link} href="/settings" leftSection={<IconUserCog size={16} />}>
          Your account
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void signOut()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
