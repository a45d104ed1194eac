import { createServer } from "node:net";

// Greets as NATS with JetStream does; all that the container adapter asks for before it calls a server ready.
createServer((socket) => {
  socket.on("error", () => undefined);
  socket.write('INFO {"version":"2.12.0","jetstream":true}\r\n');
}).listen(Number(process.argv[2]), "127.0.0.1");
