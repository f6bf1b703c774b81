package io.github.fgaspring.cookie;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * What frontends do to the value of a cookie: JavaScript's {@code encodeURIComponent}.
 * Other than in forms, a plus sign is a plus sign.
 */
final class PercentEncoding {

	private PercentEncoding() {
	}

	static String encode(String text) {
		return UriUtils.encode(text, StandardCharsets.UTF_8);
	}

	/**
	 * Decodes a text, strictly.
	 * @return the text, or {@code null} if this is not an encoding of any
	 */
	static @Nullable String decode(String encoded) {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream(encoded.length());
		for (int i = 0; i < encoded.length(); i++) {
			char character = encoded.charAt(i);
			if (character >= 0x80) {
				return null;
			}
			if (character != '%') {
				bytes.write(character);
				continue;
			}
			if (i + 2 >= encoded.length() || !isHex(encoded.charAt(i + 1)) || !isHex(encoded.charAt(i + 2))) {
				return null;
			}
			bytes.write(HexFormat.fromHexDigits(encoded, i + 1, i + 3));
			i += 2;
		}
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes.toByteArray())).toString();
		}
		catch (CharacterCodingException ex) {
			return null;
		}
	}

	private static boolean isHex(char character) {
		return HexFormat.isHexDigit(character);
	}

}
