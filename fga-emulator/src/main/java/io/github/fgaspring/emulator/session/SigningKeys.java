package io.github.fgaspring.emulator.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The keys of the emulator: the one that signs, and those that did so before and are
 * still published.
 */
public final class SigningKeys {

	// The first key is made while the emulator starts: it is the slowest part of it.
	private final CompletableFuture<SigningKey> first = CompletableFuture.supplyAsync(SigningKey::generate);

	private final List<SigningKey> rotated = new ArrayList<>();

	private boolean firstRetired;

	/**
	 * Sign with a new key from now on. Earlier keys stay published, so that earlier
	 * tokens stay valid.
	 */
	public void rotate() {
		SigningKey key = SigningKey.generate();
		synchronized (this) {
			this.rotated.add(key);
		}
	}

	/**
	 * Publish the signing key only, so that tokens of earlier keys are no longer valid.
	 */
	public synchronized void retireEarlierKeys() {
		if (!this.rotated.isEmpty()) {
			this.firstRetired = true;
			this.rotated.subList(0, this.rotated.size() - 1).clear();
		}
	}

	/**
	 * The public halves, as they stand in a key set.
	 * @return the JSON Web Keys, the signing one first
	 */
	public List<Map<String, Object>> toPublicJwks() {
		return published().stream().map(SigningKey::toPublicJwk).toList();
	}

	SigningKey current() {
		return published().get(0);
	}

	private List<SigningKey> published() {
		SigningKey firstKey = this.first.join();
		synchronized (this) {
			List<SigningKey> keys = new ArrayList<>();
			for (int i = this.rotated.size() - 1; i >= 0; i--) {
				keys.add(this.rotated.get(i));
			}
			if (!this.firstRetired) {
				keys.add(firstKey);
			}
			return keys;
		}
	}

}
