import {
  adminConfirmSignUp,
  adminDisableUser,
  adminEnableUser,
  adminResetUserPassword,
  adminSetUserPassword,
  adminUserGlobalSignOut,
} from './admin-user-state.ts'
import {
  adminCreateUser,
  adminDeleteUser,
  adminDeleteUserAttributes,
  adminGetUser,
  adminUpdateUserAttributes,
  listUsers,
} from './admin-users.ts'
import {
  createUserPoolClient,
  deleteUserPoolClient,
  describeUserPoolClient,
  listUserPoolClients,
  updateUserPoolClient,
} from './app-clients.ts'
import { getClientToken } from './client-token.ts'
import { confirmForgotPassword, forgotPassword } from './forgot-password.ts'
import {
  adminAddUserToGroup,
  adminListGroupsForUser,
  adminRemoveUserFromGroup,
  listUsersInGroup,
} from './group-members.ts'
import { createGroup, deleteGroup, getGroup, listGroups, updateGroup } from './groups.ts'
import { adminInitiateAuth, initiateAuth } from './initiate-auth.ts'
import type { Operation } from './operation.ts'
import { getTokensFromRefreshToken } from './refresh.ts'
import {
  createResourceServer,
  deleteResourceServer,
  describeResourceServer,
  listResourceServers,
  updateResourceServer,
} from './resource-servers.ts'
import { adminRespondToAuthChallenge, respondToAuthChallenge } from './respond-to-auth-challenge.ts'
import { revokeToken } from './revoke-token.ts'
import {
  changePassword,
  deleteUser,
  deleteUserAttributes,
  getUser,
  getUserAttributeVerificationCode,
  globalSignOut,
  updateUserAttributes,
  verifyUserAttribute,
} from './self-service.ts'
import { confirmSignUp, resendConfirmationCode, signUp } from './sign-up.ts'
import {
  adminSetUserMfaPreference,
  associateSoftwareToken,
  setUserMfaPreference,
  verifySoftwareToken,
} from './software-token.ts'
import {
  describeUserPool,
  describeUserPoolDomain,
  getUserPoolMfaConfig,
  listUserPools,
} from './user-pool.ts'

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
