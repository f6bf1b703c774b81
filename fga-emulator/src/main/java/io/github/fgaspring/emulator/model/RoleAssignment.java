package io.github.fgaspring.emulator.model;

/**
 * A role that a membership holds on a resource and on everything below it.
 *
 * @param membershipId the id of the membership
 * @param role the slug of the role
 * @param resource the resource
 */
public record RoleAssignment(String membershipId, String role, ResourceKey resource) {

}
