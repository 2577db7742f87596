// Before everything that makes a schema.
import "./no-eval.ts";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ChatProvider } from "./chat/chat-context.ts";
import { createChatData } from "./data/index.ts";
import { App } from "./shell/app.tsx";
import "./styles/index.css";

const data = createChatData({ baseUrl: document.baseURI });
void data.start();

createRoot(document.getElementById("root")!).render(
  <StrictMode>
    <ChatProvider value={data}>
      <App />
    </ChatProvider>
  </StrictMode>,
);
