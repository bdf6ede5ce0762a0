// One address in front of several servers, as a load balancer is.

import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { pipeline } from 'node:stream';

/** Passes each connection on to the first of these servers that takes it; the connection ends with its server. */
export async function balance(servers: string[]) {
  const front = createServer((browser) => {
    // A browser that goes away is no error here.
    browser.on('error', () => {});
    passOn(browser, servers);
  });
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  const { port } = front.address() as AddressInfo;
  return { address: `http://127.0.0.1:${port}`, close: () => front.close() };
}

function passOn(browser: Socket, [first, ...others]: string[]) {
  if (!first) {
    browser.destroy();
    return;
  }
  const { hostname, port } = new URL(first);
  const server = connect(Number(port), hostname);
  const refused = () => passOn(browser, others);
  server.once('error', refused);
  server.once('connect', () => {
    server.off('error', refused);
    // Whichever goes away takes the other along.
    pipeline(browser, server, browser, () => {});
  });
}
