import { useChat, useChatState } from "../chat/chat-context.ts";
import type { Preferences } from "../data/index.ts";
import type { IconName } from "../parts/icon.tsx";
import { IconButton } from "../parts/icon-button.tsx";

interface Look {
  readonly next: Preferences["theme"];
  readonly icon: IconName;
  readonly label: string;
}

const looks: Readonly<Record<Preferences["theme"], Look>> = {
  system: { next: "light", icon: "contrast", label: "Colours as the system; switch to light" },
  light: { next: "dark", icon: "sun", label: "Light colours; switch to dark" },
  dark: { next: "system", icon: "moon", label: "Dark colours; switch to those of the system" },
};

export function ThemeButton() {
  const data = useChat();
  const { next, icon, label } = looks[useChatState(({ preferences }) => preferences.theme)];
  return <IconButton icon={icon} label={label} onClick={() => data.changePreferences({ theme: next })} />;
}
