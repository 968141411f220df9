"use client";

import { ActionIcon, useMantineColorScheme } from "@mantine/core";
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from "@tabler/icons-react";
import { MenuItem } from "../popup/menu-item";
import { Popup } from "../popup/popup";

const choices = [
  { value: "light", label: "Light", icon: IconSun },
  { value: "dark", label: "Dark", icon: IconMoon },
  { value: "auto", label: "As the system", icon: IconDeviceDesktop },
] as const;

export function ThemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Popup
      label="Colour scheme"
      kind="menu"
      align="end"
      width={180}
      renderTrigger={(props) => (
        <ActionIcon variant="subtle" color="gray" size={32} aria-label="Colour scheme" {...props}>
          <IconSun size={18} stroke={1.7} />
        </ActionIcon>
      )}
    >
      {(close) =>
        choices.map((choice) => (
          <MenuItem
            key={choice.value}
            icon={<choice.icon size={16} stroke={1.7} aria-hidden="true" />}
            checked={colorScheme === choice.value}
            mark={colorScheme === choice.value ? <IconCheck size={14} aria-hidden="true" /> : null}
            onSelect={() => {
              setColorScheme(choice.value);
              close();
            }}
          >
            {choice.label}
          </MenuItem>
        ))
      }
    </Popup>
  );
}
