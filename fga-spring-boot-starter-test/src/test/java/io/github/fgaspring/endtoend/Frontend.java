package io.github.fgaspring.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;

import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

import io.github.fgaspring.emulator.FgaEmulator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * An AuthKit frontend: it signs Alice in and keeps her session in a sealed cookie.
 */
final class Frontend {

	static final String PASSWORD = "the password that frontend and backend share";

	static final String COOKIE = "wos-session";

	private static final JsonMapper json = JsonMapper.shared();

	private static final SecureRandom random = new SecureRandom();

	private final HttpClient httpClient = HttpClient.newHttpClient();

	private final FgaEmulator emulator;

	Frontend(FgaEmulator emulator) {
		this.emulator = emulator;
	}

	/**
	 * Signs Alice in.
	 * @return the answer of WorkOS
	 */
	JsonNode signIn() {
		return call("/user_management/authenticate", Map.of("client_id", this.emulator.clientId(), "client_secret",
				this.emulator.apiKey(), "grant_type", "password", "email", "alice@acme.test", "password", "alice"));
	}

	/**
	 * Signs Alice in so long ago that her token has expired.
	 */
	JsonNode signInAnHourAgo() {
		this.emulator.advanceClock(Duration.ofHours(-1));
		JsonNode signedIn = signIn();
		this.emulator.advanceClock(Duration.ofHours(1));
		return signedIn;
	}

	/**
	 * Ends a session, as a sign-out elsewhere does.
	 */
	void signOut(String sessionId) {
		call("/user_management/sessions/revoke", Map.of("session_id", sessionId));
	}

	private JsonNode call(String path, Map<String, String> body) {
		HttpRequest request = HttpRequest.newBuilder(this.emulator.baseUrl().resolve(path))
			.header("Authorization", "Bearer " + this.emulator.apiKey())
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(json.writeValueAsString(body)))
			.build();
		try {
			HttpResponse<String> response = this.httpClient.send(request, BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new IllegalStateException(response.body());
			}
			return json.readTree(response.body());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The cookie for an answer of WorkOS, as a library of the Node family writes it.
	 */
	static String cookie(JsonNode signedIn) {
		return seal(content(signedIn));
	}

	/**
	 * What the cookie holds.
	 */
	static String content(JsonNode signedIn) {
		return json.writeValueAsString(
				Map.of("accessToken", signedIn.get("access_token"), "refreshToken", signedIn.get("refresh_token"),
						"user", Map.of("id", signedIn.get("user").get("id"), "firstName", "Al"), "theme", "dark"));
	}

	static String seal(String content) {
		try {
			String salt = salt();
			byte[] iv = new byte[16];
			random.nextBytes(iv);
			Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
			cipher.init(Cipher.ENCRYPT_MODE, key(salt), new IvParameterSpec(iv));
			String base = "Fe26.2*1*" + salt + "*" + encode(iv) + "*"
					+ encode(cipher.doFinal(content.getBytes(StandardCharsets.UTF_8))) + "*";
			String macSalt = salt();
			return base + "*" + macSalt + "*" + mac(base, macSalt) + "~2";
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * What is in a cookie that the backend has written.
	 */
	static JsonNode unseal(String sealed) {
		try {
			String[] parts = sealed.split("[*~]");
			String base = sealed.substring(0, sealed.indexOf(parts[6]) - 1);
			if (!parts[7].equals(mac(base, parts[6]))) {
				throw new IllegalArgumentException("Not our seal");
			}
			Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
			cipher.init(Cipher.DECRYPT_MODE, key(parts[2]),
					new IvParameterSpec(Base64.getUrlDecoder().decode(parts[3])));
			return json.readTree(cipher.doFinal(Base64.getUrlDecoder().decode(parts[4])));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String salt() {
		byte[] salt = new byte[32];
		random.nextBytes(salt);
		return HexFormat.of().formatHex(salt);
	}

	private static String mac(String base, String salt) throws GeneralSecurityException {
		Mac mac = Mac.getInstance("HmacSHA256");
		mac.init(key(salt));
		return encode(mac.doFinal(base.getBytes(StandardCharsets.UTF_8)));
	}

	private static SecretKeySpec key(String salt) throws GeneralSecurityException {
		PBEKeySpec spec = new PBEKeySpec(PASSWORD.toCharArray(), salt.getBytes(StandardCharsets.UTF_8), 1, 256);
		return new SecretKeySpec(SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1").generateSecret(spec).getEncoded(),
				"AES");
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
