package io.github.fgaspring.emulator.session;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class SelfSignedCertificateTests {

	@ParameterizedTest
	@ValueSource(ints = { 512, 1024, 2048 })
	void encodeWhenReadByTheJdkThenIsValid(int keySize) throws GeneralSecurityException {
		KeyPair keys = keys(keySize);
		X509Certificate certificate = read(SelfSignedCertificate.encode(keys, "fga-emulator"));
		certificate.verify(keys.getPublic());
		certificate.checkValidity(Date.from(Instant.parse("2000-01-01T00:00:00Z")));
		certificate.checkValidity(Date.from(Instant.parse("2049-12-31T23:59:59Z")));
		assertThat(certificate.getPublicKey()).isEqualTo(keys.getPublic());
		assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=fga-emulator");
		assertThat(certificate.getIssuerX500Principal()).isEqualTo(certificate.getSubjectX500Principal());
		assertThat(certificate.getSigAlgName()).isEqualTo("SHA256withRSA");
		assertThat(certificate.getSerialNumber()).isPositive();
	}

	@Test
	void encodeWhenNameIsLongThenHasItWhole() throws GeneralSecurityException {
		String name = "ü".repeat(100);
		assertThat(read(SelfSignedCertificate.encode(keys(1024), name)).getSubjectX500Principal().getName())
			.isEqualTo("CN=" + name);
	}

	private static KeyPair keys(int size) throws GeneralSecurityException {
		KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
		generator.initialize(size);
		return generator.generateKeyPair();
	}

	private static X509Certificate read(byte[] certificate) throws GeneralSecurityException {
		return (X509Certificate) CertificateFactory.getInstance("X.509")
			.generateCertificate(new ByteArrayInputStream(certificate));
	}

}
