import type { Operation } from '../protocol/operation.ts'
import { confirmForgotPassword, forgotPassword } from './account/forgot-password.ts'
import {
  changePassword,
  deleteUser,
  deleteUserAttributes,
  getUser,
  getUserAttributeVerificationCode,
  globalSignOut,
  updateUserAttributes,
  verifyUserAttribute,
} from './account/self-service.ts'
import { confirmSignUp, resendConfirmationCode, signUp } from './account/sign-up.ts'
import {
  adminSetUserMfaPreference,
  associateSoftwareToken,
  setUserMfaPreference,
  verifySoftwareToken,
} from './account/software-token.ts'
import {
  adminConfirmSignUp,
  adminDisableUser,
  adminEnableUser,
  adminResetUserPassword,
  adminSetUserPassword,
  adminUserGlobalSignOut,
} from './admin/admin-user-state.ts'
import {
  adminCreateUser,
  adminDeleteUser,
  adminDeleteUserAttributes,
  adminGetUser,
  adminUpdateUserAttributes,
  listUsers,
} from './admin/admin-users.ts'
import {
  adminAddUserToGroup,
  adminListGroupsForUser,
  adminRemoveUserFromGroup,
  listUsersInGroup,
} from './admin/group-members.ts'
import { createGroup, deleteGroup, getGroup, listGroups, updateGroup } from './admin/groups.ts'
import {
  createUserPoolClient,
  deleteUserPoolClient,
  describeUserPoolClient,
  listUserPoolClients,
  updateUserPoolClient,
} from './pool/app-clients.ts'
import {
  createResourceServer,
  deleteResourceServer,
  describeResourceServer,
  listResourceServers,
  updateResourceServer,
} from './pool/resource-servers.ts'
import {
  describeUserPool,
  describeUserPoolDomain,
  getUserPoolMfaConfig,
  listUserPools,
} from './pool/user-pool.ts'
import { getClientToken } from './sign-in/client-token.ts'
import { adminInitiateAuth, initiateAuth } from './sign-in/initiate-auth.ts'
import { getTokensFromRefreshToken } from './sign-in/refresh.ts'
import {
  adminRespondToAuthChallenge,
  respondToAuthChallenge,
} from './sign-in/respond-to-auth-challenge.ts'
import { revokeToken } from './sign-in/revoke-token.ts'

/** The operations of Cognito user pools that this pool has. */
export const userPoolOperations: Readonly<Record<string, Operation>> = {
  // Signing up and in
  SignUp: signUp,
  ConfirmSignUp: confirmSignUp,
  ResendConfirmationCode: resendConfirmationCode,
  InitiateAuth: initiateAuth,
  RespondToAuthChallenge: respondToAuthChallenge,
  GetTokensFromRefreshToken: getTokensFromRefreshToken,
  RevokeToken: revokeToken,
  GetClientToken: getClientToken,
  ForgotPassword: forgotPassword,
  ConfirmForgotPassword: confirmForgotPassword,

  // Users, with their access token
  GetUser: getUser,
  UpdateUserAttributes: updateUserAttributes,
  DeleteUserAttributes: deleteUserAttributes,
  GetUserAttributeVerificationCode: getUserAttributeVerificationCode,
  VerifyUserAttribute: verifyUserAttribute,
  ChangePassword: changePassword,
  AssociateSoftwareToken: associateSoftwareToken,
  VerifySoftwareToken: verifySoftwareToken,
  SetUserMFAPreference: setUserMfaPreference,
  GlobalSignOut: globalSignOut,
  DeleteUser: deleteUser,

  // Administrators, on users
  AdminInitiateAuth: adminInitiateAuth,
  AdminRespondToAuthChallenge: adminRespondToAuthChallenge,
  AdminCreateUser: adminCreateUser,
  AdminGetUser: adminGetUser,
  AdminUpdateUserAttributes: adminUpdateUserAttributes,
  AdminDeleteUserAttributes: adminDeleteUserAttributes,
  AdminDeleteUser: adminDeleteUser,
  AdminConfirmSignUp: adminConfirmSignUp,
  AdminSetUserPassword: adminSetUserPassword,
  AdminResetUserPassword: adminResetUserPassword,
  AdminEnableUser: adminEnableUser,
  AdminDisableUser: adminDisableUser,
  AdminUserGlobalSignOut: adminUserGlobalSignOut,
  AdminSetUserMFAPreference: adminSetUserMfaPreference,
  ListUsers: listUsers,

  // Administrators, on groups
  CreateGroup: createGroup,
  GetGroup: getGroup,
  UpdateGroup: updateGroup,
  DeleteGroup: deleteGroup,
  ListGroups: listGroups,
  AdminAddUserToGroup: adminAddUserToGroup,
  AdminRemoveUserFromGroup: adminRemoveUserFromGroup,
  AdminListGroupsForUser: adminListGroupsForUser,
  ListUsersInGroup: listUsersInGroup,

  // Administrators, on the pool
  CreateUserPoolClient: createUserPoolClient,
  DescribeUserPoolClient: describeUserPoolClient,
  UpdateUserPoolClient: updateUserPoolClient,
  DeleteUserPoolClient: deleteUserPoolClient,
  ListUserPoolClients: listUserPoolClients,
  CreateResourceServer: createResourceServer,
  DescribeResourceServer: describeResourceServer,
  UpdateResourceServer: updateResourceServer,
  DeleteResourceServer: deleteResourceServer,
  ListResourceServers: listResourceServers,
  DescribeUserPool: describeUserPool,
  ListUserPools: listUserPools,
  DescribeUserPoolDomain: describeUserPoolDomain,
  GetUserPoolMfaConfig: getUserPoolMfaConfig,
}
