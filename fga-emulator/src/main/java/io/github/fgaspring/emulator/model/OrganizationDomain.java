package io.github.fgaspring.emulator.model;

/**
 * A domain name of an organization.
 *
 * @param id the id
 * @param domain the domain name, such as {@code acme.test}
 * @param state whether it is {@code verified}, {@code pending} or {@code failed}
 */
public record OrganizationDomain(String id, String domain, String state) {

}
