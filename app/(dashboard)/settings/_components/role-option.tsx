import { Text } from "@mantine/core";
import { type Role, roles } from "@/lib/domain/people/permissions";

const sentences: Record<Role, string> = {
  admin: "Everything, people and keys included",
  analyst: "Works on the inventory, connects sources",
  owner: "Sees the identities that are theirs",
  manager: "Reads figures, inventory and findings",
  auditor: "Reads everything, the audit log included",
};

export const roleSentence = (role: Role): string =>
  sentences[role].charAt(0).toLowerCase() + sentences[role].slice(1);

export const roleName = (role: string): string => role.charAt(0).toUpperCase() + role.slice(1);
export const roleChoices = roles.map((value) => ({ value, label: roleName(value) }));

/** A role with what it may do, in a list to choose from. */
export const roleOption = ({ option }: { option: { value: string } }) => (
  <div>
    <Text size="sm">{roleName(option.value)}</Text>
    <Text size="xs" c="dimmed">
      {sentences[option.value as Role]}
    </Text>
  </div>
);
