package com.example.migrating;

import dev.openfga.OpenFga;
import dev.openfga.OpenFgaExceptionHandler;
import dev.openfga.sdk.api.client.OpenFgaClient;
import dev.openfga.sdk.api.configuration.ClientConfiguration;
import dev.openfga.sdk.errors.FgaInvalidParameterException;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class OpenFgaConfiguration {

	@Bean
	OpenFga openFga(@Value("${openfga.api-url}") String apiUrl, @Value("${openfga.store-id}") String storeId)
			throws FgaInvalidParameterException {
		ClientConfiguration configuration = new ClientConfiguration().apiUrl(apiUrl).storeId(storeId);
		return new OpenFga(new OpenFgaClient(configuration), new OpenFgaExceptionHandler());
	}

}
