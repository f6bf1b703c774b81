// Seals sessions with the libraries of AuthKit frontends and prints them as fixtures:
//
//     npm install && npm run generate
//
// or unseals a cookie that the starter has sealed, with the password of the fixtures:
//
//     node generate.mjs --unseal 'Fe26.2*1*...~2'
//
// The key that signs the tokens is made anew each time, and only its public half is kept.
import { createServer } from 'node:http';
import { WorkOS } from '@workos-inc/node';
import { sessionEncryption } from '@workos/authkit-session';
import { sealData as sealWithIronSession } from 'iron-session';
import { defaults, seal } from 'iron-webcrypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

const password = 'the password of a frontend, 32 or more: ä€';
const clientId = 'client_test';
const issuer = `https://api.workos.com/user_management/${clientId}`;
const farFuture = 4102444800; // 2100-01-01

if (process.argv[2] === '--unseal') {
  const value = decodeURIComponent(process.argv[3]);
  console.log(JSON.stringify(await sessionEncryption.unsealData(value, { password }), null, 2));
  process.exit();
}

const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
const jwk = { ...(await exportJWK(publicKey)), kid: 'fixture', use: 'sig', alg: 'RS256' };
const token = (claims) =>
  new SignJWT({ sid: 'session_1', org_id: 'org_acme', permissions: ['report:read'], ...claims })
    .setProtectedHeader({ alg: 'RS256', kid: 'fixture' })
    .setIssuer(issuer)
    .setSubject('user_alice')
    .setJti('jti_1')
    .setIssuedAt(1767225600)
    .setExpirationTime(farFuture)
    .sign(privateKey);

// As the API answers.
const apiUser = {
  object: 'user',
  id: 'user_alice',
  email: 'alice@acme.test',
  email_verified: true,
  first_name: 'Alice',
  last_name: 'Ångström 🚀',
  profile_picture_url: null,
  last_sign_in_at: '2026-01-01T00:00:00.000Z',
  locale: 'en-US',
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: '2026-01-01T00:00:00.000Z',
  external_id: '42',
  metadata: { favourite_colour: 'blue' },
};

// What the Node SDK makes of an answer of the API, and seals.
async function sealedByNodeSdk(answer) {
  const server = createServer((request, response) => {
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(answer));
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  try {
    const workos = new WorkOS('sk_test_fixture', {
      clientId,
      apiHostname: '127.0.0.1',
      https: false,
      port: server.address().port,
    });
    const { sealedSession } = await workos.userManagement.authenticateWithRefreshToken({
      clientId,
      refreshToken: 'ignored',
      session: { sealSession: true, cookiePassword: password },
    });
    return sealedSession;
  } finally {
    server.close();
  }
}

const accessToken = await token({});
const nodeSdk = await sealedByNodeSdk({
  user: apiUser,
  access_token: accessToken,
  refresh_token: 'refresh_1',
});
const impersonated = await sealedByNodeSdk({
  user: apiUser,
  access_token: await token({ act: { sub: 'admin@acme.test' } }),
  refresh_token: 'refresh_1',
  impersonator: { email: 'admin@acme.test', reason: 'Helping out' },
});
const session = await sessionEncryption.unsealData(nodeSdk, { password });
// The fields of the session of the SDK for the JVM.
const snakeCase = { accessToken, refreshToken: 'refresh_1', user: apiUser, authenticationMethod: 'Password' };
const older = (version, data) => seal(data, { id: '1', secret: password }, defaults).then((s) => s + version);

const cookies = {
  'node-sdk': nodeSdk,
  'node-sdk-impersonated': impersonated,
  'authkit-session': await sessionEncryption.sealData(session, { password }),
  'authkit-session-expiring-2096': await sessionEncryption.sealData(session, { password, ttl: 70 * 365 * 86400 }),
  'authkit-session-snake-case': await sessionEncryption.sealData(snakeCase, { password }),
  'iron-session': await sealWithIronSession(session, { password, ttl: 0 }),
  'iron-session-version-1': await older('~1', { persistent: session }),
  'iron-webcrypto-without-version': await older('', session),
  'plain-json': JSON.stringify(session),
};
const refused = {
  'other-password': await sessionEncryption.sealData(session, { password: password + '!' }),
  'other-password-id': `${await seal(session, { id: '2', secret: password }, defaults)}~2`,
  'expired-seal': `${await seal(session, { id: '1', secret: password }, { ...defaults, ttl: 1, localtimeOffsetMsec: -86400000 })}~2`,
};

// As they are on the wire.
const encoded = (values) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)]));

console.log(
  JSON.stringify(
    { password, issuer, jwks: { keys: [jwk] }, session, cookies: encoded(cookies), refused: encoded(refused) },
    null,
    2,
  ),
);
