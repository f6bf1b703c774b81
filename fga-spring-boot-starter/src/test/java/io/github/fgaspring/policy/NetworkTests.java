package io.github.fgaspring.policy;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link Network}.
 */
class NetworkTests {

	@ParameterizedTest
	@CsvSource({ "192.0.2.0/24, 192.0.2.1", "192.0.2.0/24, 192.0.2.255", "192.0.2.7/24, 192.0.2.1",
			"192.0.2.1, 192.0.2.1", "192.0.2.1/32, 192.0.2.1", "0.0.0.0/0, 203.0.113.9", "10.128.0.0/9, 10.255.0.1",
			"2001:db8::/32, 2001:db8::1", "2001:DB8::/32, 2001:db8:ffff::1", "::1, ::1", "::1, 0:0:0:0:0:0:0:1",
			"::/0, 2001:db8::1", "2001:db8::/32, [2001:db8::1]", "fe80::/10, fe80::1%eth0", "fe80::/10, fe80::1%2",
			"10.0.0.0/8, ::ffff:10.1.2.3", "::ffff:10.0.0.1, 10.0.0.1" })
	void anyHoldsWhenAddressIsInsideThenTrue(String network, String address) {
		assertThat(Network.anyHolds(List.of("198.51.100.1", network), address)).isTrue();
		assertThat(Network.anyHolds(List.of(network), address)).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "192.0.2.0/24, 192.0.3.1", "192.0.2.1, 192.0.2.2", "10.128.0.0/9, 10.127.255.255",
			"2001:db8::/32, 2001:db9::1", "::1, ::2", "::1, 127.0.0.1" })
	void anyHoldsWhenAddressIsOutsideThenFalse(String network, String address) {
		assertThat(Network.anyHolds(List.of("198.51.100.1", network), address)).isFalse();
	}

	/**
	 * The bytes that an address of the other family begins with.
	 */
	@ParameterizedTest
	@CsvSource({ "32.1.13.0/24, 2001:d00::1", "0.0.0.0/0, ::1", "::/0, 192.0.2.1", "2001:d00::/24, 32.1.13.1",
			"0.0.0.0/0, 2001:db8::1" })
	void anyHoldsWhenAddressIsOfTheOtherFamilyThenFalse(String network, String address) {
		assertThat(Network.anyHolds(List.of(network), address)).isFalse();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", " ", "unknown", "localhost", "10.1", "10", "167772161", "0x0a000001", "10.0.0.256",
			"10.0.0.1.1", "10.0.0.1:8080", "10.0.0.1, 10.0.0.2", "10.0.0.1 ", "a.b.c.d", "abc.example", "::g", ":::",
			"1:2", "[::1", "_hidden", "10.0.0.1/8", "\u0661\u0660.0.0.1" })
	void anyHoldsWhenAddressIsNoneThenFalse(String address) {
		assertThat(Network.anyHolds(List.of("0.0.0.0/0", "::/0"), address)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "/", "/8", "10/8", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8",
			"10.0.0.0/8/8", "10.0.0.0/ 8", " 10.0.0.0/8", "10.0.0.0/8 ", "10.0.0.0/255.0.0.0", "10.0.0/8",
			"10.0.0.256/8", "::/129", "::/9999999999", "::ffff:10.0.0.0/104", "[::1]", "localhost", "example.com/8",
			"*", "10.*", "fe80::1%eth0", "10.0.0.0-10.0.0.9" })
	void parseWhenTextIsNoNetworkThenFails(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Network.parse(text))
			.withMessageStartingWith("allowedNetworks must");
		assertThat(OrganizationPolicy.isNetwork(text)).isFalse();
	}

	@Test
	void intersectThenHoldsWhatBothHold() {
		List<String> wide = List.of("10.0.0.0/8", "192.0.2.0/24", "2001:db8::/32");
		assertThat(Network.intersect(wide, List.of("10.1.0.0/16", "192.0.0.0/16", "::1")))
			.containsExactly("10.1.0.0/16", "192.0.2.0/24");
		assertThat(Network.intersect(List.of("10.1.0.0/16", "192.0.0.0/16"), wide)).containsExactly("10.1.0.0/16",
				"192.0.2.0/24");
		assertThat(Network.intersect(wide, List.of())).isEqualTo(wide);
		assertThat(Network.intersect(List.of(), wide)).isEqualTo(wide);
		assertThat(Network.intersect(wide, List.of("0.0.0.0/0"))).containsExactly("10.0.0.0/8", "192.0.2.0/24");
		assertThat(Network.intersect(wide, List.of("203.0.113.1"))).isEmpty();
		assertThat(Network.intersect(List.of("32.1.13.0/24"), List.of("2001:d00::/64"))).isEmpty();
	}

}
